// A number of some 32 digits, the unevaluated sum of two doubles: T. J. Dekker, "A floating-point
// technique for extending the available precision", Numer. Math. 18 (1971) 224; the algorithms are
// those analysed in M. Joldes, J.-M. Muller and V. Popescu, "Tight and rigorous error bounds for
// basic building blocks of double-word arithmetic", ACM TOMS 44 (2017) 15.
#ifndef FITD_SOLVER_DOUBLE_DOUBLE_DOUBLE_DOUBLE_H_
#define FITD_SOLVER_DOUBLE_DOUBLE_DOUBLE_DOUBLE_H_

#include <cmath>

namespace fitd::double_double {

// high + low, where high is the sum rounded to double, so that it is also the number as a double.
// Exponents are those of double: below 1e-290 or so digits are lost, below 1e-308 all but double's.
// Where high is not finite, low is 0, and operations give what double's do.
//
// Compile without contraction (-ffp-contract=off): the error terms below depend on it.
struct DoubleDouble {
  double high = 0;
  double low = 0;

  constexpr DoubleDouble() = default;
  constexpr DoubleDouble(double value)  // NOLINT(google-explicit-constructor): exact
      : high(value) {}
  // The sum must be normalised: high == high + low.
  constexpr DoubleDouble(double rounded, double rest) : high(rounded), low(rest) {}
};

// a + b exactly, as a rounded sum and its error; for |a| >= |b| or a = 0.
inline DoubleDouble quick_two_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

// The same for any a and b.
inline DoubleDouble two_sum(double a, double b) {
  const double sum = a + b;
  const double b_rounded = sum - a;
  return {sum, (a - (sum - b_rounded)) + (b - b_rounded)};
}

// a*b exactly, as a rounded product and its error.
inline DoubleDouble two_product(double a, double b) {
  const double product = a * b;
  return {product, std::fma(a, b, -product)};
}

inline DoubleDouble operator-(const DoubleDouble& a) { return {-a.high, -a.low}; }

inline DoubleDouble operator+(const DoubleDouble& a, const DoubleDouble& b) {
  DoubleDouble sum = two_sum(a.high, b.high);
  if (!std::isfinite(sum.high)) return sum.high;
  const DoubleDouble rest = two_sum(a.low, b.low);
  sum = quick_two_sum(sum.high, sum.low + rest.high);
  return quick_two_sum(sum.high, sum.low + rest.low);
}

inline DoubleDouble operator-(const DoubleDouble& a, const DoubleDouble& b) { return a + -b; }

inline DoubleDouble operator*(const DoubleDouble& a, const DoubleDouble& b) {
  const DoubleDouble product = two_product(a.high, b.high);
  if (!std::isfinite(product.high)) return product.high;
  const double cross = std::fma(a.high, b.low, a.low * b.high);
  return quick_two_sum(product.high, product.low + cross);
}

inline DoubleDouble operator*(const DoubleDouble& a, double b) {
  const DoubleDouble product = two_product(a.high, b);
  if (!std::isfinite(product.high)) return product.high;
  return quick_two_sum(product.high, std::fma(a.low, b, product.low));
}

// By long division: three quotients of doubles.
inline DoubleDouble operator/(const DoubleDouble& a, const DoubleDouble& b) {
  const double first = a.high / b.high;
  if (!std::isfinite(first) || !std::isfinite(b.high)) return first;
  DoubleDouble rest = a - b * first;
  const double second = rest.high / b.high;
  rest = rest - b * second;
  const double third = rest.high / b.high;
  const DoubleDouble quotient = quick_two_sum(first, second);
  return quotient + third;
}

inline DoubleDouble& operator+=(DoubleDouble& a, const DoubleDouble& b) { return a = a + b; }
inline DoubleDouble& operator-=(DoubleDouble& a, const DoubleDouble& b) { return a = a - b; }
inline DoubleDouble& operator*=(DoubleDouble& a, const DoubleDouble& b) { return a = a * b; }

inline bool operator==(const DoubleDouble& a, const DoubleDouble& b) {
  return a.high == b.high && a.low == b.low;
}
inline bool operator<(const DoubleDouble& a, const DoubleDouble& b) {
  return a.high < b.high || (a.high == b.high && a.low < b.low);
}
inline bool operator<=(const DoubleDouble& a, const DoubleDouble& b) {
  return a.high < b.high || (a.high == b.high && a.low <= b.low);
}
inline bool operator>(const DoubleDouble& a, const DoubleDouble& b) { return b < a; }
inline bool operator>=(const DoubleDouble& a, const DoubleDouble& b) { return b <= a; }

inline bool is_finite(const DoubleDouble& a) { return std::isfinite(a.high); }
inline bool is_nan(const DoubleDouble& a) { return std::isnan(a.high); }

inline DoubleDouble abs(const DoubleDouble& a) { return std::signbit(a.high) ? -a : a; }

// a * 2^exponent, exactly but for over- and underflow.
inline DoubleDouble scaled(const DoubleDouble& a, int exponent) {
  const double high = std::ldexp(a.high, exponent);
  return std::isfinite(high) ? DoubleDouble(high, std::ldexp(a.low, exponent)) : high;
}

}  // namespace fitd::double_double

#endif  // FITD_SOLVER_DOUBLE_DOUBLE_DOUBLE_DOUBLE_H_
