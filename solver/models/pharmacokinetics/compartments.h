// The rates of compartments that exchange with a central one.
#ifndef FITD_SOLVER_MODELS_PHARMACOKINETICS_COMPARTMENTS_H_
#define FITD_SOLVER_MODELS_PHARMACOKINETICS_COMPARTMENTS_H_

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

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_PHARMACOKINETICS_COMPARTMENTS_H_
