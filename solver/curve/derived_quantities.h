// What follows from the fitted parameters: widths, areas, half-lives, with their standard errors.
#ifndef FITD_SOLVER_CURVE_DERIVED_QUANTITIES_H_
#define FITD_SOLVER_CURVE_DERIVED_QUANTITIES_H_

#include <optional>
#include <span>
#include <vector>

#include "solver/curve/parameter_covariance.h"
#include "solver/models/model.h"

namespace fitd::curve {

// One of a model's derived quantities.
struct DerivedQuantity {
  int index = 0;  // in ModelInfo::derived
  double value = 0;
  // None without a covariance, where it is not finite, and where everything the quantity depends
  // on is held.
  std::optional<double> standard_error;
};

// Those of `model` that are finite at the parameters p, in the model's order. `free`: the indices
// of the free parameters; `covariance`: theirs, n x n. The standard error is sqrt(g'Cg), g the
// exact gradient by the free parameters (the delta method), so linear in the errors.
std::vector<DerivedQuantity> derived_quantities(const models::Model& model,
                                                std::span<const double> p,
                                                std::span<const int> free,
                                                const std::optional<Matrix>& covariance);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_DERIVED_QUANTITIES_H_
