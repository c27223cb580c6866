#include "solver/expression/model_call.h"

#include <algorithm>
#include <utility>

#include "solver/expression/error.h"
#include "solver/expression/lexer.h"
#include "solver/expression/limits.h"

namespace fitd::expression {
namespace {

constexpr std::string_view kPrefix = "prefix";

std::span<const Argument> arguments_of(const SyntaxTree& tree, const SyntaxNode& call) {
  return std::span(tree.arguments).subspan(call.first_argument, call.num_arguments);
}

bool is_term(const SyntaxTree& tree, const SyntaxNode& call) {
  const auto arguments = arguments_of(tree, call);
  return arguments.empty() || std::ranges::any_of(arguments, [](const Argument& argument) {
           return argument.name == kPrefix;
         });
}

std::string all_names(const models::ModelInfo& info) {
  std::string names;
  for (const auto& predictor : info.predictors) names += predictor.name + ", ";
  for (const auto& parameter : info.parameters) names += parameter.name + ", ";
  return names.substr(0, names.size() - 2);
}

}  // namespace

void declare_predictors(const SyntaxTree& tree, const SyntaxNode& call, const models::Model& model,
                        Symbols& symbols) {
  if (!is_term(tree, call)) return;
  for (const auto& predictor : model.info().predictors) {
    const bool given = std::ranges::any_of(arguments_of(tree, call), [&](const Argument& argument) {
      return argument.name == predictor.name;
    });
    if (!given) symbols.declare_predictor(predictor.name);
  }
}

ModelCall::ModelCall(const SyntaxTree& tree, const SyntaxNode& node,
                     std::shared_ptr<const models::Model> model,
                     const std::vector<Recorded>& values, Symbols& symbols, Graph& graph)
    : tree_(tree),
      node_(node),
      model_(std::move(model)),
      values_(values),
      symbols_(symbols),
      graph_(graph),
      is_term_(is_term(tree, node)),
      predictors_(model_->info().predictors.size()),
      parameters_(model_->info().parameters.size()),
      predictor_places_(predictors_.size(), -1),
      parameter_places_(parameters_.size(), -1) {}

bool ModelCall::fail(std::size_t offset, std::string message) {
  error_ = {offset, std::move(message)};
  return false;
}

std::string ModelCall::call_name() const { return std::string(node_.name); }

std::optional<Recorded> ModelCall::run() {
  if (!bind() || !fill_predictors() || !fill_parameters()) return std::nullopt;
  std::vector<NodeId> predictors;
  std::vector<NodeId> parameters;
  for (const auto& value : predictors_) predictors.push_back(value->node_in(graph_));
  for (const auto& value : parameters_) parameters.push_back(value->node_in(graph_));
  const Formula& formula = *model_->formula();
  return Recorded(graph_, graph_.substitute(formula.graph, formula.value, predictors, parameters));
}

bool ModelCall::bind() {
  std::size_t position = 0;
  for (const Argument& argument : arguments_of(tree_, node_)) {
    if (argument.name == kPrefix) {
      if (!set_prefix(argument)) return false;
      continue;
    }
    if (argument.is_string) {
      return fail(argument.offset, "only prefix takes a string, as in prefix=\"p_\"");
    }
    ++given_;
    if (!argument.name.empty()) {
      if (!bind_by_name(argument)) return false;
      continue;
    }
    if (position == predictors_.size() + parameters_.size()) {
      return fail(argument.offset, call_name() + " takes at most " + std::to_string(position) +
                                       " arguments: " + all_names(model_->info()));
    }
    auto& slot = position < predictors_.size() ? predictors_[position]
                                               : parameters_[position - predictors_.size()];
    slot = values_[argument.node];
    ++position;
  }
  return true;
}

bool ModelCall::bind_by_name(const Argument& argument) {
  const models::ModelInfo& info = model_->info();
  std::optional<Recorded>* slot = nullptr;
  for (std::size_t k = 0; k < predictors_.size(); ++k) {
    if (info.predictors[k].name == argument.name) slot = &predictors_[k];
  }
  for (std::size_t j = 0; j < parameters_.size(); ++j) {
    if (info.parameters[j].name == argument.name) slot = &parameters_[j];
  }
  if (slot == nullptr) {
    return fail(argument.offset, call_name() + " has no argument " + in_quotes(argument.name) +
                                     "; it takes " + all_names(info));
  }
  if (slot->has_value()) {
    return fail(argument.offset, "the argument " + in_quotes(argument.name) + " of " + call_name() +
                                     " is given a second time");
  }
  *slot = values_[argument.node];
  return true;
}

bool ModelCall::set_prefix(const Argument& argument) {
  if (!argument.is_string) {
    return fail(argument.offset, "expected a string, as in prefix=\"p_\"");
  }
  const std::string_view text = argument.string;
  const bool is_name =
      text.empty() || (is_name_start(text[0]) && std::ranges::all_of(text, is_name_part));
  if (!is_name || text.size() > kMaxNameLength) {
    return fail(argument.offset,
                "the prefix " + in_quotes(text) + " is not the beginning of a name: at most " +
                    std::to_string(kMaxNameLength) + " letters, digits and _, no digit first");
  }
  if (prefix_) return fail(argument.offset, "prefix is given a second time");
  prefix_ = text;
  return true;
}

bool ModelCall::fill_predictors() {
  const models::ModelInfo& info = model_->info();
  for (std::size_t k = 0; k < predictors_.size(); ++k) {
    if (predictors_[k]) continue;
    const models::PredictorInfo& predictor = info.predictors[k];
    if (!is_term_) {
      return fail(node_.offset, call_name() + " lacks its argument " + in_quotes(predictor.name) +
                                    "; it takes " + all_names(info));
    }
    const int place = symbols_.predictor(predictor.name);
    predictor_places_[k] = place;
    const bool known = k < info.example.ranges.size();
    symbols_.describe_predictor(
        place, predictor,
        known ? std::optional<models::Range>(info.example.ranges[k]) : std::nullopt);
    predictors_[k] = Recorded(graph_, graph_.predictor(place));
  }
  return true;
}

bool ModelCall::fill_parameters() {
  const models::ModelInfo& info = model_->info();
  for (std::size_t j = 0; j < parameters_.size(); ++j) {
    if (parameters_[j]) continue;
    const models::ParameterInfo& parameter = info.parameters[j];
    if (!is_term_) {
      if (!parameter.fixed_default) {
        return fail(node_.offset, call_name() + " lacks its argument " + in_quotes(parameter.name) +
                                      "; it takes " + all_names(info));
      }
      parameters_[j] = Recorded(*parameter.fixed_default);
      continue;
    }
    const std::string name = prefix_.value_or("") + parameter.name;
    if (name.size() > kMaxNameLength || name == "pi" || symbols_.is_predictor(name)) {
      return fail(node_.offset, "the parameter " + in_quotes(name) + " of " + call_name() +
                                    " cannot have that name; give it another prefix");
    }
    const int place = symbols_.parameter(name);
    parameter_places_[j] = place;
    const bool known = j < info.example.parameters.size();
    if (!symbols_.describe_parameter(
            place, parameter,
            known ? std::optional<double>(info.example.parameters[j]) : std::nullopt)) {
      return fail(node_.offset, "an earlier term has a parameter " + in_quotes(name) +
                                    " too; give this " + call_name() + " a prefix of its own");
    }
    parameters_[j] = Recorded(graph_, graph_.parameter(place));
  }
  return true;
}

std::optional<Term> ModelCall::term() const {
  if (!is_term_ || given_ > 0) return std::nullopt;
  return Term{model_, prefix_.value_or(""), 1, predictor_places_, parameter_places_};
}

}  // namespace fitd::expression
