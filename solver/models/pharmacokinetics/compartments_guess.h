// Guesses of the models with two and three compartments: what the clearances and volumes are for
// the exponentials that the data show.
#ifndef FITD_SOLVER_MODELS_PHARMACOKINETICS_COMPARTMENTS_GUESS_H_
#define FITD_SOLVER_MODELS_PHARMACOKINETICS_COMPARTMENTS_GUESS_H_

#include <cmath>
#include <span>
#include <vector>

#include "solver/models/estimates.h"
#include "solver/models/pharmacokinetics/absorption.h"
#include "solver/models/pharmacokinetics/dose.h"

namespace fitd::models {

// Volumes and clearances of two compartments in which a bolus leaves
// fast*exp(-alpha*x) + slow*exp(-beta*x), alpha > beta: V1, CL, Q, V2.
inline std::vector<double> two_compartment_volumes(double fast, double alpha, double slow,
                                                   double beta) {
  // A term of the wrong sign is noise: some of the right one is nearer the truth.
  const double height = std::abs(fast) + std::abs(slow);
  const double share = std::abs(slow) / height;
  const double k21 = beta + share * (alpha - beta);
  const double k10 = alpha * beta / k21;
  const double k12 = alpha + beta - k21 - k10;
  const double v1 = kDose / height;
  return {v1, k10 * v1, k12 * v1, v1 * k12 / k21};
}

// V1, CL, Q, V2 and the constants of pk2_infusion, whose curve is linear in two responses:
// those to an infusion of duration 1.

inline std::vector<double> guess_pk2(std::span<const double> x, std::span<const double> y,
                                     const std::vector<double>& constants) {
  const Points points = sorted_points(x, y);
  const Basis basis = [](double u, const double* s, double* phi) {
    const double during = u < 1 ? u : 1;
    const double after = u < 1 ? 0 : u - 1;
    for (int i = 0; i < 2; ++i) {
      phi[i] = -std::expm1(-s[i] * during) * std::exp(-s[i] * after) / s[i];
    }
  };
  const Projection best = project(points, 2, basis, ordered_pairs(rate_grid(points)));
  std::vector<double> p = two_compartment_volumes(best.c[1], best.s[1], best.c[0], best.s[0]);
  p.insert(p.end(), constants.begin(), constants.end());
  return p;
}

// V1, CL, Q, V2, ka, dose.

inline std::vector<double> guess_pk2_oral(std::span<const double> x, std::span<const double> y) {
  const Points points = sorted_points(x, y);
  const Basis basis = [](double u, const double* s, double* phi) {
    phi[0] = s[2] * absorption(s[0], s[2], u);
    phi[1] = s[2] * absorption(s[1], s[2], u);
  };
  const std::vector<double> rates = scaled(1 / points.span(), {0.3, 1, 3, 8, 20, 50, 120});
  std::vector<Candidate> candidates;
  for (const Candidate& pair : ordered_pairs(rates)) {
    for (const double ka : rates) candidates.push_back({pair[0], pair[1], 1.3 * ka});
  }
  const Projection best = project(points, 2, basis, candidates);
  std::vector<double> p = two_compartment_volumes(best.c[1], best.s[1], best.c[0], best.s[0]);
  p.insert(p.end(), {best.s[2], kDose});
  return p;
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_PHARMACOKINETICS_COMPARTMENTS_GUESS_H_
