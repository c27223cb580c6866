// The compiled kernels behind plain functions, for the target that this machine supports.
#ifndef FITD_SOLVER_EXPRESSION_KERNEL_TABLE_H_
#define FITD_SOLVER_EXPRESSION_KERNEL_TABLE_H_

#include <cstddef>
#include <span>

namespace fitd::expression {

inline constexpr std::size_t kMaxKernelPredictors = 2;
inline constexpr std::size_t kMaxKernelParameters = 8;

struct Kernel {
  const char* model;
  std::size_t parameters;
  std::size_t uniforms;  // doubles, what begin() computes from the parameters
  void (*begin)(const double* p, double* uniforms);
  // f[i] = base[i] + the value at x[k][i], i < rows, x[k] the k-th predictor; `base` may be f, or
  // null for zeros.
  void (*values)(const double* const* x, const double* uniforms, std::size_t rows,
                 const double* base, double* f);
  // The same with the derivatives by all parameters, df[j][i].
  void (*derivatives)(const double* const* x, const double* uniforms, std::size_t rows,
                      const double* base, double* f, double* const* df);
};

// Thread-safe.
std::span<const Kernel> kernels();

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_KERNEL_TABLE_H_
