// A formula taken apart into terms that have compiled kernels, and what is left of it.
#ifndef FITD_SOLVER_EXPRESSION_KERNEL_SUM_H_
#define FITD_SOLVER_EXPRESSION_KERNEL_SUM_H_

#include <optional>
#include <string_view>
#include <vector>

#include "solver/expression/graph.h"
#include "solver/expression/match_formula.h"

namespace fitd::expression {

// A call of a model of kernel_models.h that is added or subtracted.
struct KernelTerm {
  std::string_view model;
  double sign = 1;  // 1 or -1
  FormulaCall call;
};

// The formula is the sum of all terms, and of `rest`, of the same predictors and parameters.
struct KernelSum {
  std::vector<KernelTerm> terms;
  std::optional<Formula> rest;
};

// Without terms, where no summand of the formula has a kernel; `rest` is empty then too. Summands
// without a kernel stay together and in their order, so that they cancel as the formula says.
KernelSum split_into_kernels(const Formula& formula);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_KERNEL_SUM_H_
