// What series and reductions of arguments are made of.
#ifndef FITD_SOLVER_DOUBLE_DOUBLE_SERIES_H_
#define FITD_SOLVER_DOUBLE_DOUBLE_SERIES_H_

#include <array>
#include <cstddef>

#include "solver/double_double/double_double.h"

namespace fitd::double_double {

// c_0 + c_1 x + ... + c_(N-1) x^(N-1).
template <std::size_t N>
DoubleDouble polynomial(const std::array<DoubleDouble, N>& c, const DoubleDouble& x) {
  DoubleDouble sum = c[N - 1];
  for (std::size_t k = N - 1; k-- > 0;) sum = sum * x + c[k];
  return sum;
}

// A constant of 160 digits of the binary sort, in three doubles.
using LongConstant = std::array<double, 3>;

// a - k c. The product with each double of c is exact, so what cancels costs no digits.
inline DoubleDouble reduced(const DoubleDouble& a, double k, const LongConstant& c) {
  return a - two_product(k, c[0]) - two_product(k, c[1]) - two_product(k, c[2]);
}

}  // namespace fitd::double_double

#endif  // FITD_SOLVER_DOUBLE_DOUBLE_SERIES_H_
