// The Faddeeva function w(z) = exp(-z^2) erfc(-iz), z = x + iy, and what follows from it.
#ifndef FITD_SOLVER_SPECIAL_FADDEEVA_H_
#define FITD_SOLVER_SPECIAL_FADDEEVA_H_

namespace fitd::special {

// Not std::complex, whose header takes longer to compile than a model.
struct Complex {
  double re;
  double im;
};

// w(z). For y >= 0 real and imaginary part each are good to 1e-13 relative (as far as they are not
// subnormal), also beside the real axis and for any |z|. For y < 0 it is 2 exp(-z^2) - w(-z), which
// cancels near the zeros of w and overflows where w does.
Complex faddeeva(double x, double y);

// w'(z) = -2zw + 2i/sqrt(pi), given w = faddeeva(x, y); without the cancellation at large |z|.
Complex faddeeva_slope(double x, double y, Complex w);

// exp(u^2) erfc(u) = w(iu), and its derivative.
double erfcx(double u);
double erfcx_slope(double u);

}  // namespace fitd::special

#endif  // FITD_SOLVER_SPECIAL_FADDEEVA_H_
