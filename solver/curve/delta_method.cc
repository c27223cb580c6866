#include "solver/curve/delta_method.h"

#include <algorithm>
#include <cmath>

namespace fitd::curve {

std::optional<double> propagated_error(std::span<const double> covariance, std::size_t n,
                                       std::span<const int> places,
                                       std::span<const double> gradient) {
  if (places.empty()) return std::nullopt;
  double variance = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto row = covariance.subspan(static_cast<std::size_t>(places[i]) * n, n);
    for (std::size_t k = 0; k < places.size(); ++k) {
      variance += gradient[i] * row[static_cast<std::size_t>(places[k])] * gradient[k];
    }
  }
  if (!std::isfinite(variance)) return std::nullopt;
  // Where the parameters' variances cancel, rounding may leave a little less than nothing.
  return std::sqrt(std::max(variance, 0.0));
}

}  // namespace fitd::curve
