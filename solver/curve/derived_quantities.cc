#include "solver/curve/derived_quantities.h"

#include <cmath>
#include <cstddef>

#include "solver/curve/delta_method.h"

namespace fitd::curve {
namespace {

std::optional<double> standard_error(std::span<const double> gradient, std::span<const int> free,
                                     const Matrix& covariance) {
  const std::size_t n = free.size();
  std::vector<int> places;
  std::vector<double> slopes;
  for (std::size_t k = 0; k < n; ++k) {
    const double slope = gradient[static_cast<std::size_t>(free[k])];
    if (slope == 0 || covariance[k * n + k] == 0)
      continue;  // a parameter at a bound has no variance
    places.push_back(static_cast<int>(k));
    slopes.push_back(slope);
  }
  return propagated_error(covariance, n, places, slopes);
}

}  // namespace

std::vector<DerivedQuantity> derived_quantities(const models::Model& model,
                                                std::span<const double> p,
                                                std::span<const int> free,
                                                const std::optional<Matrix>& covariance) {
  std::vector<DerivedQuantity> finite;
  const std::vector<models::DerivedValue> all = model.derived(p);
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (!std::isfinite(all[k].value)) continue;
    DerivedQuantity quantity{static_cast<int>(k), all[k].value, std::nullopt};
    if (covariance) quantity.standard_error = standard_error(all[k].gradient, free, *covariance);
    finite.push_back(quantity);
  }
  return finite;
}

}  // namespace fitd::curve
