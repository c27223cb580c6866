// The expression of a tie, from its text to a formula of other parameters.
#ifndef FITD_SOLVER_EXPRESSION_TIE_TEXT_H_
#define FITD_SOLVER_EXPRESSION_TIE_TEXT_H_

#include <memory>
#include <string_view>
#include <variant>
#include <vector>

#include "solver/expression/error.h"
#include "solver/expression/graph.h"
#include "solver/expression/model_source.h"
#include "solver/expression/ties.h"

namespace fitd::expression {

struct TieFormula {
  std::shared_ptr<const Formula> formula;  // of no predictor
  std::vector<int> parameters;             // of the fit, for each of the formula's
};

// The parameter that `name` means in the expression of parameter `of`; -1: none.
int find_parameter(const TieDeclarations& declarations, std::string_view name, int of);

// The expression of parameter `of`.
std::variant<TieFormula, ExpressionError> read_tie(const TieDeclarations& declarations, int of,
                                                   const ModelSource& models);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_TIE_TEXT_H_
