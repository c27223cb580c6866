// For y > 0, w(z) = (i/pi) integral exp(-t^2)/(z - t) dt. The trapezoidal rule with step h,
// corrected by the residue of the integrand's pole, has an error of order exp(-(pi/h)^2): E. T.
// Goodwin (1949); F. Matta and A. Reichel, Math. Comp. 25 (1971) 339; D. B. Hunter and T. Regan,
// Math. Comp. 26 (1972) 539; M. Al Azah and S. N. Chandler-Wilde, SIAM J. Numer. Anal. 59 (2021)
// 2346. Of the rule with nodes kh and the one with nodes (k + 1/2)h that is taken whose nodes are
// further from x. Summed by real and imaginary parts, and with the correction in the form below, no
// sum for Re w has terms of different sign beside the real axis, which keeps its relative accuracy
// there.
#include "solver/special/faddeeva.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace fitd::special {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kSqrtPi = 1.77245385090551602730;

// exp(-t^2) at the nodes t of step h = 1/2: k/2, k = 1..13, and (2k + 1)/4, k = 0..12.
constexpr double kStep = 0.5;
constexpr std::array<double, 13> kWhole = {
    0.778800783071404868245,    0.367879441171442321596,    0.105399224561864336783,
    0.0183156388887341802937,   0.00193045413622770924221,  0.000123409804086679549498,
    4.78511739212900908961e-6,  1.12535174719259114514e-7,  1.60522805518561160865e-9,
    1.38879438649640205947e-11, 7.28772409581969241934e-14, 2.31952283024356938831e-16,
    4.47773244171830119904e-19};
constexpr std::array<double, 13> kHalf = {
    0.93941306281347578612,     0.569782824730923009767,    0.209611387151097822524,
    0.0467706223839589836528,   0.00632971542748574657687,  0.000519574682154838481765,
    2.58681002226541212704e-5,  7.81148940830449079547e-7,  1.43072419185676883347e-8,
    1.58939100945165633652e-10, 1.07092323825080764559e-12, 4.37661850287084989382e-15,
    1.08485526404293780251e-17};

Complex product(Complex a, Complex b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// 1/(x + iy), for any finite or infinite z but 0.
Complex reciprocal(double x, double y) {
  const double size = std::fmax(std::abs(x), std::abs(y));
  if (std::isinf(size)) return {0, 0};
  const double a = x / size;
  const double b = y / size;
  const double norm = a * a + b * b;
  return {a / norm / size, -b / norm / size};
}

// exp(-x^2) with the rounding error of x^2 put right.
double exp_minus_square(double x) {
  const double high = x * x;
  if (high > 760) return 0;
  return std::exp(-high) * (1 - std::fma(x, x, -high));
}

// The rule with the given positive nodes first, first + h, ..., and one at 0 if `zero`.
Complex trapezoidal_sum(double x, double y, const std::array<double, 13>& weights, double first,
                        bool zero) {
  const double y2 = y * y;
  double re = 0;
  double im = 0;
  for (std::size_t k = weights.size(); k-- > 0;) {
    const double t = first + kStep * static_cast<double>(k);
    const double near = x - t;
    const double far = x + t;
    const double scale = weights[k] / ((near * near + y2) * (far * far + y2));
    re += scale * (x * x + t * t + y2);
    im += scale * (near * far + y2);
  }
  re *= 2;
  im *= 2;
  if (zero) {
    const double norm = x * x + y2;
    re += 1 / norm;
    im += 1 / norm;
  }
  return {kStep / kPi * y * re, kStep / kPi * x * im};
}

// 2 exp(-z^2)/(1 -+ exp(-2 pi i z/h)): upper sign for nodes kh. `turn` is x/h less a whole number.
Complex pole_correction(double x, double y, double turn, bool whole) {
  const double e = exp_minus_square(x) * std::exp(y * y);
  if (e == 0) return {0, 0};
  const double q = std::exp(-2 * kPi / kStep * y);
  const double c = whole ? std::cos(2 * kPi * turn) : -std::cos(2 * kPi * turn);
  const double s = whole ? std::sin(2 * kPi * turn) : -std::sin(2 * kPi * turn);
  const double scale = 2 * q * e / (1 - 2 * q * c + q * q);
  const Complex factor = {scale * (q - c), -scale * s};
  return product(factor, {std::cos(2 * x * y), -std::sin(2 * x * y)});
}

// x >= 0, y >= 0, |z| at most a few thousand.
Complex by_trapezoidal_rule(double x, double y) {
  const double turn = x / kStep - std::round(x / kStep);  // -1/2 .. 1/2
  const bool whole = std::abs(turn) >= 0.25;
  Complex w = whole ? trapezoidal_sum(x, y, kWhole, kStep, true)
                    : trapezoidal_sum(x, y, kHalf, kStep / 2, false);
  if (y < kPi / kStep) {
    const Complex correction = pole_correction(x, y, turn, whole);
    w.re += correction.re;
    w.im += correction.im;
  }
  return w;
}

// i/(z sqrt(pi)) * (z^2 - 1)/(z^2 - 3/2): Laplace's continued fraction, W. Gautschi, SIAM J. Numer.
// Anal. 7 (1970) 187; beyond |z| = 500 its error, 3/(4 |z|^6), is below rounding.
Complex by_continued_fraction(double x, double y) {
  const Complex u = reciprocal(x, y);
  const Complex u2 = product(u, u);
  const Complex low = reciprocal(1 - 1.5 * u2.re, -1.5 * u2.im);
  const Complex ratio = {1 + 0.5 * (u2.re * low.re - u2.im * low.im),
                         0.5 * (u2.re * low.im + u2.im * low.re)};
  const Complex v = product(u, ratio);
  return {-v.im / kSqrtPi, v.re / kSqrtPi};
}

// exp(-z^2).
Complex exp_minus_square(double x, double y) {
  const double e =
      y * y < 700 ? exp_minus_square(x) * std::exp(y * y) : std::exp((y - x) * (y + x));
  if (e == 0) return {0, 0};
  return {e * std::cos(2 * x * y), -e * std::sin(2 * x * y)};
}

}  // namespace

Complex faddeeva(double x, double y) {
  if (std::isnan(x) || std::isnan(y)) return {x + y, x + y};
  if (y < 0) {
    const Complex e = exp_minus_square(x, y);
    const Complex w = faddeeva(-x, -y);
    return {2 * e.re - w.re, 2 * e.im - w.im};
  }
  const double size = std::fmax(std::abs(x), y);
  const Complex w =
      size > 500 ? by_continued_fraction(std::abs(x), y) : by_trapezoidal_rule(std::abs(x), y);
  return {w.re, x < 0 ? -w.im : w.im};
}

Complex faddeeva_slope(double x, double y, Complex w) {
  const double size = std::fmax(std::abs(x), std::abs(y));
  if (y < 0 || !(size > 8)) {
    const Complex zw = product({x, y}, w);
    return {-2 * zw.re, -2 * zw.im + 2 / kSqrtPi};
  }
  // w' ~ -i/(sqrt(pi) z^2) sum_k (2k + 1) (2k - 1)!! (2 z^2)^-k. The 20th term is below rounding.
  constexpr int kTerms = 20;
  const Complex u = reciprocal(x, y);
  const Complex u2 = product(u, u);
  Complex sum = {1, 0};
  for (int k = kTerms; k > 0; --k) {
    // The ratio of terms k and k - 1 is (2k + 1)/2 / z^2.
    sum = product(sum, {(k + 0.5) * u2.re, (k + 0.5) * u2.im});
    sum.re += 1;
  }
  const Complex v = product(u2, sum);
  // What the series cannot see on the real axis: the derivative of exp(-z^2).
  const double e = y < 1e-3 ? -2 * exp_minus_square(x) : 0;
  return {v.im / kSqrtPi + e * x, -v.re / kSqrtPi};
}

double erfcx(double u) { return faddeeva(0, u).re; }

double erfcx_slope(double u) {
  const Complex w = faddeeva(0, u);
  return u > 8 ? -faddeeva_slope(0, u, w).im : 2 * u * w.re - 2 / kSqrtPi;
}

}  // namespace fitd::special
