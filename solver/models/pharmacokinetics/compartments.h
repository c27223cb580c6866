// The rates of compartments that exchange with a central one.
#ifndef FITD_SOLVER_MODELS_PHARMACOKINETICS_COMPARTMENTS_H_
#define FITD_SOLVER_MODELS_PHARMACOKINETICS_COMPARTMENTS_H_

#include <array>
#include <cstddef>

#include "solver/models/math.h"

namespace fitd::models {

// Two compartments: the eigenvalues alpha > beta of their rates, k21 between them, and alpha -
// beta.
template <class T>
struct TwoCompartments {
  T alpha;
  T beta;
  T k21;
  T difference;
};

template <class T>
TwoCompartments<T> two_compartments(const T& V1, const T& CL, const T& Q, const T& V2) {
  const T k10 = CL / V1;
  const T k12 = Q / V1;
  const T k21 = Q / V2;
  const T root = sqrt(square(k10 + k12 - k21) + 4.0 * k12 * k21);
  const T alpha = 0.5 * (k10 + k12 + k21 + root);
  const T beta = k10 * k21 / alpha;
  return {alpha, beta, k21, root};
}

// Three compartments: the eigenvalues of their rates, the largest first, and the share that each
// exponential has of what is in the central one.
template <class T>
struct ThreeCompartments {
  std::array<T, 3> rates;
  std::array<T, 3> shares;  // of sum 1
};

// The roots of a cubic with three positive roots, by cosines (Viete) and Newton's method, the
// smallest from the product of all.
template <class T>
std::array<T, 3> positive_roots(const T& a2, const T& a1, const T& a0) {
  // r^3 - a2 r^2 + a1 r - a0 = 0; r = a2/3 + t.
  const T p = square(a2) / 9.0 - a1 / 3.0;
  const T q = a2 * (square(a2) / 27.0 - a1 / 6.0) + 0.5 * a0;
  const T size = p * sqrt(p);
  // acos(q/size) without its poles at +-1, which rounding may cross.
  const T below = select(q < size, size - q, T(0.0));
  const T above = select(-q < size, size + q, T(0.0));
  const T angle = 2.0 * atan(sqrt(below / above));
  const auto start = [&](double turn) {
    return a2 / 3.0 + 2.0 * sqrt(p) * cos((angle + turn) / 3.0);
  };
  const auto refined = [&](T r) {
    for (int k = 0; k < 2; ++k) {
      r = r - (((r - a2) * r + a1) * r - a0) / ((3.0 * r - 2.0 * a2) * r + a1);
    }
    return r;
  };
  const T largest = refined(start(0));
  const T middle = refined(start(-2 * kPi));
  return {largest, middle, a0 / (largest * middle)};
}

template <class T>
ThreeCompartments<T> three_compartments(const T& V1, const T& CL, const T& Q2, const T& V2,
                                        const T& Q3, const T& V3) {
  const T k10 = CL / V1;
  const T k12 = Q2 / V1;
  const T k21 = Q2 / V2;
  const T k13 = Q3 / V1;
  const T k31 = Q3 / V3;
  ThreeCompartments<T> c;
  c.rates =
      positive_roots<T>(k10 + k12 + k13 + k21 + k31,
                        k10 * k21 + k10 * k31 + k12 * k31 + k13 * k21 + k21 * k31, k10 * k21 * k31);
  for (std::size_t i = 0; i < 3; ++i) {
    const T& r = c.rates[i];
    const T& next = c.rates[(i + 1) % 3];
    const T& last = c.rates[(i + 2) % 3];
    c.shares[i] = (k21 - r) * (k31 - r) / ((next - r) * (last - r));
  }
  return c;
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_PHARMACOKINETICS_COMPARTMENTS_H_
