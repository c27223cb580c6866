#include "solver/expression/translation.h"

#include <algorithm>
#include <numbers>
#include <optional>
#include <utility>

#include "solver/expression/builtins.h"
#include "solver/expression/limits.h"
#include "solver/expression/model_call.h"
#include "solver/expression/recorded.h"
#include "solver/expression/symbols.h"
#include "solver/models/edit_distance.h"

namespace fitd::expression {
namespace {

std::string unknown_function(std::string_view name, const ModelSource& models) {
  constexpr std::size_t kNamed = 3;
  const std::vector<std::string> near_models = models.closest(name, kNamed);
  std::vector<std::string_view> candidates(near_models.begin(), near_models.end());
  for (const Builtin& builtin : builtins()) candidates.push_back(builtin.name);
  std::string message = "there is no function " + in_quotes(name);
  const std::vector<std::string> near = models::closest_names(name, candidates, kNamed);
  for (std::size_t k = 0; k < near.size(); ++k) {
    message += (k == 0 ? "; did you mean " : " or ") + near[k];
  }
  return message + (near.empty() ? "" : "?");
}

// Walks the nodes in their order, in which operands come first.
class Translator {
 public:
  Translator(const SyntaxTree& tree, std::span<const std::string> predictors,
             const ModelSource& models)
      : tree_(tree), models_(models), symbols_(predictors) {}

  std::variant<Translation, ExpressionError> run() {
    if (!find_models()) return *error_;
    for (std::size_t k = 0; k < tree_.nodes.size(); ++k) {
      const std::optional<Recorded> value = translated(tree_.nodes[k], k);
      if (!value) return *error_;
      values_.push_back(*value);
      if (!check_size(tree_.nodes[k].offset)) return *error_;
    }
    symbols_.complete();
    formula_->value = values_.back().node_in(graph_);
    formula_->predictors = static_cast<int>(symbols_.predictors().size());
    formula_->parameters = static_cast<int>(symbols_.parameters().size());
    return Translation{.formula = formula_,
                       .parameters = symbols_.parameters(),
                       .predictors = symbols_.predictors(),
                       .example = symbols_.example(),
                       .example_ranges = symbols_.ranges(),
                       .terms = sum_of_terms()};
  }

 private:
  std::nullopt_t fail(std::size_t offset, std::string message) {
    error_ = ExpressionError{offset, std::move(message)};
    return std::nullopt;
  }

  // Finds the models that are called, and whose predictors the expression has.
  bool find_models() {
    called_.resize(tree_.nodes.size());
    for (std::size_t k = 0; k < tree_.nodes.size(); ++k) {
      const SyntaxNode& node = tree_.nodes[k];
      if (node.kind != SyntaxKind::kCall || find_builtin(node.name) != nullptr) continue;
      called_[k] = models_.find(node.name);
      if (called_[k] == nullptr || called_[k]->formula() == nullptr) {
        fail(node.offset, unknown_function(node.name, models_));
        return false;
      }
      declare_predictors(tree_, node, *called_[k], symbols_);
    }
    return true;
  }

  bool check_size(std::size_t offset) {
    if (graph_.full()) {
      fail(offset, "the expression has more than " + std::to_string(kMaxGraph) +
                       " operations, those of the models it calls included");
    } else if (symbols_.parameters().size() > kMaxParameters) {
      fail(offset,
           "the expression has more than " + std::to_string(kMaxParameters) + " parameters");
    } else if (symbols_.predictors().size() > kMostPredictors) {
      fail(offset,
           "the expression has more than " + std::to_string(kMostPredictors) + " predictors");
    }
    return !error_;
  }

  std::optional<Recorded> translated(const SyntaxNode& node, std::size_t index) {
    switch (node.kind) {
      case SyntaxKind::kNumber:
        return Recorded(node.number);
      case SyntaxKind::kName:
        return named(node.name);
      case SyntaxKind::kUnary:
        return node.op == Operator::kNot ? logical_not(values_[node.left]) : -values_[node.left];
      case SyntaxKind::kBinary:
        return binary(node.op, values_[node.left], values_[node.right]);
      case SyntaxKind::kCall:
        break;
    }
    return called_[index] != nullptr ? model(node, index) : builtin(node);
  }

  Recorded named(std::string_view name) {
    if (name == "pi") return std::numbers::pi;
    if (symbols_.is_predictor(name)) return {graph_, graph_.predictor(symbols_.predictor(name))};
    return {graph_, graph_.parameter(symbols_.parameter(name))};
  }

  Recorded binary(Operator op, const Recorded& a, const Recorded& b) {
    switch (op) {
      case Operator::kOr:
        return logical_or(a, b);
      case Operator::kAnd:
        return logical_and(a, b);
      case Operator::kLess:
        return (a < b).truth();
      case Operator::kLessEqual:
        return (a <= b).truth();
      case Operator::kGreater:
        return (a > b).truth();
      case Operator::kGreaterEqual:
        return (a >= b).truth();
      case Operator::kEqual:
        return record(Operation::kEqual, a, b);
      case Operator::kNotEqual:
        return record(Operation::kNotEqual, a, b);
      case Operator::kAdd:
        return a + b;
      case Operator::kSubtract:
        return a - b;
      case Operator::kMultiply:
        return a * b;
      case Operator::kDivide:
        return a / b;
      case Operator::kPower:
        return power(graph_, a, b);
      case Operator::kNot:
      case Operator::kNegate:
        break;
    }
    return a;
  }

  std::optional<Recorded> builtin(const SyntaxNode& node) {
    const Builtin& function = *find_builtin(node.name);
    std::vector<Recorded> arguments;
    for (std::size_t k = 0; k < node.num_arguments; ++k) {
      const Argument& argument = tree_.arguments[node.first_argument + k];
      if (!argument.name.empty()) {
        return fail(argument.offset, std::string(function.name) + " takes no argument by name");
      }
      arguments.push_back(values_[argument.node]);
    }
    const std::size_t least = function.least_arguments;
    if (arguments.size() < least || arguments.size() > function.most_arguments) {
      const bool fixed = least == function.most_arguments;
      return fail(node.offset, std::string(function.name) + " takes " + (fixed ? "" : "at least ") +
                                   std::to_string(least) +
                                   (least == 1 ? " argument" : " arguments") + ", not " +
                                   std::to_string(arguments.size()));
    }
    return function.call(arguments);
  }

  std::optional<Recorded> model(const SyntaxNode& node, std::size_t index) {
    ModelCall call(tree_, node, called_[index], values_, symbols_, graph_);
    const std::optional<Recorded> value = call.run();
    if (!value) return fail(call.error().offset, call.error().message);
    if (auto term = call.term()) terms_.emplace_back(index, *std::move(term));
    return value;
  }

  // The terms, where the root is a sum of nothing else.
  std::vector<Term> sum_of_terms() {
    std::vector<Term> sum;
    std::vector<std::pair<std::size_t, double>> pending{{tree_.nodes.size() - 1, 1.0}};
    while (!pending.empty()) {
      const auto [index, sign] = pending.back();
      pending.pop_back();
      const SyntaxNode& node = tree_.nodes[index];
      if (node.kind == SyntaxKind::kBinary &&
          (node.op == Operator::kAdd || node.op == Operator::kSubtract)) {
        pending.emplace_back(node.right, node.op == Operator::kAdd ? sign : -sign);
        pending.emplace_back(node.left, sign);
        continue;
      }
      if (node.kind == SyntaxKind::kUnary && node.op == Operator::kNegate) {
        pending.emplace_back(node.left, -sign);
        continue;
      }
      const auto found = std::ranges::find(terms_, index, &std::pair<std::size_t, Term>::first);
      if (found == terms_.end()) return {};
      sum.push_back(found->second);
      sum.back().sign = sign;
    }
    return sum;
  }

  const SyntaxTree& tree_;
  const ModelSource& models_;
  Symbols symbols_;
  const std::shared_ptr<Formula> formula_ =
      std::make_shared<Formula>(Formula{.graph = Graph(kMaxGraph), .value = {}});
  Graph& graph_ = formula_->graph;
  std::vector<std::shared_ptr<const models::Model>> called_;  // per node; nullptr: no model
  std::vector<Recorded> values_;                              // per node
  std::vector<std::pair<std::size_t, Term>> terms_;           // with their nodes
  std::optional<ExpressionError> error_;
};

}  // namespace

std::variant<Translation, ExpressionError> translate(const SyntaxTree& tree,
                                                     std::span<const std::string> predictors,
                                                     const ModelSource& models) {
  return Translator(tree, predictors, models).run();
}

}  // namespace fitd::expression
