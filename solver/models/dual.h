// Dual numbers: a value and its derivatives by N parameters.
#ifndef FITD_SOLVER_MODELS_DUAL_H_
#define FITD_SOLVER_MODELS_DUAL_H_

#include <array>
#include <cstddef>

namespace fitd::models {

// a*b in a derivative, where an exact zero wins over infinity and NaN: what does not depend on a
// parameter stays independent of it (d/dc of c + exp(1e9)), and limits come out right at the edge
// of a domain (d/dk of (x/k)^0.5 at x = 0).
constexpr double product(double a, double b) {
  const double r = a * b;
  // Both comparisons at once: a mask, where || would be a branch that keeps loops from vectorising.
  const int zero = static_cast<int>(a == 0) | static_cast<int>(b == 0);
  return zero != 0 ? 0 : r;
}

// a/b likewise: an exact zero stays zero, whatever it is divided by.
constexpr double quotient(double a, double b) {
  const double r = a / b;
  return a == 0 ? 0 : r;
}

// The value takes exactly the operations that a double would, so both agree to the bit.
template <std::size_t N>
struct Dual {
  double value = 0;
  std::array<double, N> d = {};

  constexpr Dual() = default;
  constexpr Dual(double v) : value(v) {}  // NOLINT(google-explicit-constructor): a constant

  // Parameter j at v.
  static constexpr Dual variable(double v, std::size_t j) {
    Dual a(v);
    a.d[j] = 1;
    return a;
  }

  // f(a), given f and f' at a.value.
  static constexpr Dual chain(double f, double slope, const Dual& a) {
    Dual r(f);
    for (std::size_t j = 0; j < N; ++j) r.d[j] = product(slope, a.d[j]);
    return r;
  }

  // f(a, b), given f and its partial derivatives at (a.value, b.value).
  static constexpr Dual chain(double f, double by_a, const Dual& a, double by_b, const Dual& b) {
    Dual r(f);
    for (std::size_t j = 0; j < N; ++j) r.d[j] = product(by_a, a.d[j]) + product(by_b, b.d[j]);
    return r;
  }

  friend constexpr Dual operator-(const Dual& a) {
    Dual r(-a.value);
    for (std::size_t j = 0; j < N; ++j) r.d[j] = -a.d[j];
    return r;
  }

  friend constexpr Dual operator+(const Dual& a, const Dual& b) {
    Dual r(a.value + b.value);
    for (std::size_t j = 0; j < N; ++j) r.d[j] = a.d[j] + b.d[j];
    return r;
  }
  friend constexpr Dual operator+(const Dual& a, double b) {
    Dual r = a;
    r.value += b;
    return r;
  }
  friend constexpr Dual operator+(double a, const Dual& b) {
    Dual r = b;
    r.value = a + b.value;
    return r;
  }

  friend constexpr Dual operator-(const Dual& a, const Dual& b) {
    Dual r(a.value - b.value);
    for (std::size_t j = 0; j < N; ++j) r.d[j] = a.d[j] - b.d[j];
    return r;
  }
  friend constexpr Dual operator-(const Dual& a, double b) {
    Dual r = a;
    r.value -= b;
    return r;
  }
  friend constexpr Dual operator-(double a, const Dual& b) {
    Dual r = -b;
    r.value = a - b.value;
    return r;
  }

  friend constexpr Dual operator*(const Dual& a, const Dual& b) {
    return chain(a.value * b.value, b.value, a, a.value, b);
  }
  friend constexpr Dual operator*(const Dual& a, double b) { return chain(a.value * b, b, a); }
  friend constexpr Dual operator*(double a, const Dual& b) { return chain(a * b.value, a, b); }

  // A quotient that vanishes beside an infinite denominator has vanishing derivatives.
  friend constexpr Dual operator/(const Dual& a, const Dual& b) {
    Dual r(a.value / b.value);
    for (std::size_t j = 0; j < N; ++j) {
      r.d[j] = quotient(a.d[j] - product(r.value, b.d[j]), b.value);
    }
    return r;
  }
  friend constexpr Dual operator/(const Dual& a, double b) {
    Dual r(a.value / b);
    for (std::size_t j = 0; j < N; ++j) r.d[j] = quotient(a.d[j], b);
    return r;
  }
  friend constexpr Dual operator/(double a, const Dual& b) {
    Dual r(a / b.value);
    for (std::size_t j = 0; j < N; ++j) {
      r.d[j] = quotient(-product(r.value, b.d[j]), b.value);
    }
    return r;
  }

  friend constexpr bool operator<(const Dual& a, const Dual& b) { return a.value < b.value; }
  friend constexpr bool operator>(const Dual& a, const Dual& b) { return a.value > b.value; }
  friend constexpr bool operator<=(const Dual& a, const Dual& b) { return a.value <= b.value; }
  friend constexpr bool operator>=(const Dual& a, const Dual& b) { return a.value >= b.value; }

  // The chosen one with its derivatives; what the other holds, even NaN, does not matter.
  friend constexpr Dual select(bool condition, const Dual& a, const Dual& b) {
    return condition ? a : b;
  }
};

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_DUAL_H_
