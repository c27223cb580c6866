// What the names of an expression mean: from its syntax to a graph.
#ifndef FITD_SOLVER_EXPRESSION_TRANSLATION_H_
#define FITD_SOLVER_EXPRESSION_TRANSLATION_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "solver/expression/error.h"
#include "solver/expression/graph.h"
#include "solver/expression/model_source.h"
#include "solver/expression/syntax.h"
#include "solver/models/model.h"

namespace fitd::expression {

// A model that stands in a sum under names of its own.
struct Term {
  std::shared_ptr<const models::Model> model;
  std::string prefix = {};      // of its parameters' names
  double sign = 1;              // 1 or -1, as it is added or subtracted
  std::vector<int> predictors;  // of the expression, for each of the model's
  std::vector<int> parameters;  // likewise
};

struct Translation {
  std::shared_ptr<const Formula> formula;         // shared: a graph takes time to copy
  std::vector<models::ParameterInfo> parameters;  // in the order of their first appearance
  std::vector<models::PredictorInfo> predictors;  // likewise; at least one
  std::vector<double> example;                    // a value of each parameter
  std::vector<models::Range> example_ranges;      // of each predictor
  // The terms of an expression that is nothing but their sum; empty for any other.
  std::vector<Term> terms;
};

// `tree`: what parse() made of a text. A name before a parenthesis is a function of builtins.h or a
// model of `models`; `pi` is 3.14159...; `x`, the names in `predictors`, and those of the
// predictors of terms are predictors; every other name is a parameter.
//
// model(...) takes the model's predictors, then its parameters, by position or by name. Where
// arguments are given and no `prefix`, it is a function and needs all of them, but for the
// constants of the model. With `prefix="p_"`, or with nothing, it is a term: a predictor left out
// is the expression's of that name, a parameter left out is the expression's own parameter
// p_<name>, with the model's description, bounds, role and default.
std::variant<Translation, ExpressionError> translate(const SyntaxTree& tree,
                                                     std::span<const std::string> predictors,
                                                     const ModelSource& models);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_TRANSLATION_H_
