// Models that can be evaluated in lanes: those with a compiled kernel.
#ifndef FITD_SOLVER_LANES_LANE_KERNELS_H_
#define FITD_SOLVER_LANES_LANE_KERNELS_H_

#include <cstddef>
#include <string>

namespace fitd::lanes {

// Vectors have as many doubles as those of the SIMD target in force, and lie aligned.
//
// Row by row P + 1 vectors into `block`: the derivatives by the parameters, and the model's value.
// `parameters`: P vectors. Predictors of `x` are one number a row, or, each fit's own, a vector.
using EvaluateRows = void (*)(const double* const* x, const double* parameters, std::size_t rows,
                              double* block);

struct LaneKernel {
  EvaluateRows evaluate = nullptr;
  // Whether the derivative by the last parameter is 1 everywhere.
  bool last_is_one = false;
};

// For the SIMD target in force; without `evaluate` where the model has none.
LaneKernel lane_kernel(const std::string& model, bool own_predictors);

}  // namespace fitd::lanes

#endif  // FITD_SOLVER_LANES_LANE_KERNELS_H_
