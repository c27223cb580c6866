#include "solver/expression/tie_text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "solver/expression/builtins.h"
#include "solver/expression/parser.h"
#include "solver/expression/translation.h"
#include "solver/models/edit_distance.h"

namespace fitd::expression {
namespace {

std::string unknown(const TieDeclarations& declarations, std::string_view name) {
  constexpr std::size_t kNamed = 3;
  const std::vector<std::string_view> candidates(declarations.names.begin(),
                                                 declarations.names.end());
  std::string message = "the fit has no parameter " + in_quotes(name);
  const std::vector<std::string> near = models::closest_names(name, candidates, kNamed);
  for (std::size_t k = 0; k < near.size(); ++k) {
    message += (k == 0 ? "; did you mean " : " or ") + near[k];
  }
  return message + (near.empty() ? "" : "?");
}

// The first name that is no parameter of the fit.
std::optional<ExpressionError> wrong_name(const SyntaxTree& tree,
                                          const TieDeclarations& declarations, int of) {
  for (const SyntaxNode& node : tree.nodes) {
    if (node.kind != SyntaxKind::kName || node.name == "pi") continue;
    if (node.name == "x") {
      return ExpressionError{node.offset,
                             "'x' is data; a tie is an expression of parameters alone"};
    }
    if (find_parameter(declarations, node.name, of) < 0) {
      return ExpressionError{node.offset, unknown(declarations, node.name)};
    }
  }
  return std::nullopt;
}

bool has_predictor(const Formula& formula) {
  const NodeId roots[] = {formula.value};
  const std::vector<bool> needed = reachable(formula.graph, roots);
  for (std::size_t k = 0; k < formula.graph.size(); ++k) {
    if (needed[k] && formula.graph.nodes()[k].operation == Operation::kPredictor) return true;
  }
  return false;
}

// Where the first model is called: names apart, predictors and parameters come from there alone.
std::size_t first_model_call(const SyntaxTree& tree) {
  const auto found = std::ranges::find_if(tree.nodes, [](const SyntaxNode& node) {
    return node.kind == SyntaxKind::kCall && find_builtin(node.name) == nullptr;
  });
  return found == tree.nodes.end() ? 0 : found->offset;
}

}  // namespace

int find_parameter(const TieDeclarations& declarations, std::string_view name, int of) {
  if (declarations.find) return declarations.find(name, of);
  const auto found = std::ranges::find(declarations.names, name);
  return found == declarations.names.end() ? -1
                                           : static_cast<int>(found - declarations.names.begin());
}

std::variant<TieFormula, ExpressionError> read_tie(const TieDeclarations& declarations, int of,
                                                   const ModelSource& models) {
  const std::string_view text = declarations.expressions[static_cast<std::size_t>(of)];
  const auto parsed = parse(text);
  if (const auto* error = std::get_if<ExpressionError>(&parsed)) return *error;
  const SyntaxTree& tree = std::get<SyntaxTree>(parsed);
  if (auto error = wrong_name(tree, declarations, of)) return *std::move(error);
  auto translated = translate(tree, {}, models);
  if (const auto* error = std::get_if<ExpressionError>(&translated)) return *error;
  auto& translation = std::get<Translation>(translated);
  if (has_predictor(*translation.formula)) {
    return ExpressionError{first_model_call(tree),
                           "the call takes data; a tie is an expression of parameters alone"};
  }
  TieFormula result{std::move(translation.formula), {}};
  for (const models::ParameterInfo& parameter : translation.parameters) {
    result.parameters.push_back(find_parameter(declarations, parameter.name, of));
    if (result.parameters.back() >= 0) continue;
    return ExpressionError{first_model_call(tree), unknown(declarations, parameter.name)};
  }
  return result;
}

}  // namespace fitd::expression
