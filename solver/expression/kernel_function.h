// A compiled kernel as a function over blocks of points.
#ifndef FITD_SOLVER_EXPRESSION_KERNEL_FUNCTION_H_
#define FITD_SOLVER_EXPRESSION_KERNEL_FUNCTION_H_

#include <cstddef>
#include <span>
#include <vector>

#include "solver/expression/block_function.h"
#include "solver/expression/kernel_table.h"

namespace fitd::expression {

// Scratch: a column for the derivatives nobody wants, and the kernel's uniforms.
class KernelFunction final : public BlockFunction {
 public:
  // `free` as of compile_block_function.
  KernelFunction(const Kernel& kernel, std::span<const int> free)
      : kernel_(kernel), free_(free.begin(), free.end()) {}

  std::size_t scratch_doubles() const override { return kMaxRows + kernel_.uniforms; }
  void begin(std::span<const double> p, double* scratch) const override;
  void values(models::Predictors x, std::size_t first, std::size_t rows, double* f,
              double* scratch) const override;
  void derivatives(models::Predictors x, std::size_t first, std::size_t rows, double* f, double* df,
                   std::size_t stride, double* scratch) const override;

  // The same with the values added to f, where `adds`.
  void add_values(models::Predictors x, std::size_t first, std::size_t rows, bool adds, double* f,
                  double* scratch) const;
  void add_derivatives(models::Predictors x, std::size_t first, std::size_t rows, bool adds,
                       double* f, double* df, std::size_t stride, double* scratch) const;

 private:
  const Kernel& kernel_;
  std::vector<int> free_;
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_KERNEL_FUNCTION_H_
