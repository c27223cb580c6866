// Which catalogue models get a compiled kernel.
#ifndef FITD_SOLVER_EXPRESSION_KERNEL_MODELS_H_
#define FITD_SOLVER_EXPRESSION_KERNEL_MODELS_H_

namespace fitd::expression {

// The hot ones. Each costs a second or so of compiling per SIMD target; all others run on the tape.
inline constexpr const char* kKernelModels[] = {
    "gaussian",
    "gaussian_h",
    "gaussian_offset",
    "lorentzian",
    "lorentzian_offset",
    "exponential",
    "exp_offset",
    "biexponential",
    "triexponential",
    "logis",
    "boltzmann",
    "fpl",
    "ll_4",
    "linear",
    "quadratic",
    "polynomial_3",
    "gauss_2d",
    "gauss_2d_elliptic",
    "gauss_2d_rotated",
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_KERNEL_MODELS_H_
