// A sum of functions over blocks of points.
#ifndef FITD_SOLVER_EXPRESSION_SUM_FUNCTION_H_
#define FITD_SOLVER_EXPRESSION_SUM_FUNCTION_H_

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "solver/expression/block_function.h"
#include "solver/expression/kernel_function.h"
#include "solver/expression/match_formula.h"

namespace fitd::expression {

// A function that is added or subtracted.
struct SumPart {
  std::unique_ptr<const BlockFunction> function;
  const KernelFunction* kernel = nullptr;  // the function, where it is one
  double sign = 1;                         // 1 or -1
  FormulaCall call;
  // For each of its free parameters, in their order, the sum's column that gets the derivative.
  std::vector<std::size_t> columns;
};

// The parts' values are added in their order. At most kMaxPredictors predictors.
class SumFunction final : public BlockFunction {
 public:
  // `columns`: how many free parameters the sum has.
  SumFunction(std::vector<SumPart> parts, std::size_t columns);

  std::size_t scratch_doubles() const override { return scratch_doubles_; }
  void begin(std::span<const double> p, double* scratch) const override;
  void values(models::Predictors x, std::size_t first, std::size_t rows, double* f,
              double* scratch) const override;
  void derivatives(models::Predictors x, std::size_t first, std::size_t rows, double* f, double* df,
                   std::size_t stride, double* scratch) const override;

 private:
  struct Place {
    std::size_t scratch;  // where the part's scratch is in ours
    bool in_place;  // its columns stand side by side in the sum's, and nothing else does there
    std::vector<bool> is_first;  // whether nothing before wrote a column
  };

  void add_values(std::size_t k, std::size_t rows, const double* values, double* f) const;
  void add_slopes(std::size_t k, std::size_t rows, double* df, std::size_t stride,
                  const double* slopes) const;

  std::vector<SumPart> parts_;
  std::vector<Place> places_;
  std::vector<std::size_t> zeros_;  // columns of no part
  // Before the parts' scratch: a column of values, or of arguments, and from slopes_ on columns of
  // derivatives not in place.
  std::size_t slopes_ = 0;
  std::size_t scratch_doubles_ = 0;
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_SUM_FUNCTION_H_
