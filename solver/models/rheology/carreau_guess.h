// The guess of the Carreau models.
#ifndef FITD_SOLVER_MODELS_RHEOLOGY_CARREAU_GUESS_H_
#define FITD_SOLVER_MODELS_RHEOLOGY_CARREAU_GUESS_H_

#include <cmath>
#include <span>

#include "solver/models/estimates.h"

namespace fitd::models {

struct CarreauEstimate {
  double eta0;
  double eta_inf;
  double lambda;
  double n;
};

inline CarreauEstimate estimate_carreau(std::span<const double> x, std::span<const double> y) {
  const Points points = sorted_points(x, y);
  const Basis basis = [](double u, const double* s, double* phi) {
    phi[0] = std::pow(1 + u / s[0] * (u / s[0]), (s[1] - 1) / 2);
    phi[1] = 1;
  };
  const Projection best =
      project(points, 2, basis, all_pairs(length_grid(points), {-0.5, 0.1, 0.3, 0.5, 0.7}));
  return {best.c[0] + best.c[1], best.c[1], 1 / best.s[0], best.s[1]};
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_RHEOLOGY_CARREAU_GUESS_H_
