#include "solver/curve/start_ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fitd::curve {
namespace {

constexpr double kManyDecades = 1000;
constexpr double kLargest = std::numeric_limits<double>::max();

bool spans_decades(double lower, double upper) {
  if (!(lower > 0) && !(upper < 0)) return false;
  const double near = std::min(std::fabs(lower), std::fabs(upper));
  return std::max(std::fabs(lower), std::fabs(upper)) / kManyDecades >= near;
}

}  // namespace

double StartRange::at(double u) const {
  double value = from * (1 - u) + to * u;
  if (logarithmic) {
    const double exponent = std::log(std::fabs(from)) * (1 - u) + std::log(std::fabs(to)) * u;
    value = std::copysign(std::exp(exponent), from);
  }
  return std::clamp(value, from, to);
}

std::optional<StartRange> start_range(double start, double lower, double upper, double spread) {
  if (std::isfinite(lower) && std::isfinite(upper)) {
    return StartRange{lower, upper, spans_decades(lower, upper)};
  }
  if (start == 0) return std::nullopt;
  const double large = std::clamp(start * spread, -kLargest, kLargest);
  const double small = start / spread;
  const StartRange range = {std::max(lower, std::min(small, large)),
                            std::min(upper, std::max(small, large)), true};
  // A quotient that underflowed leaves no logarithm, a start beside the ends of double no range.
  if (range.from == 0 || range.to == 0 || !(range.from < range.to)) return std::nullopt;
  return range;
}

}  // namespace fitd::curve
