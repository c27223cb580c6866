// Where the starts of a fit with several are drawn from.
#ifndef FITD_SOLVER_CURVE_START_RANGES_H_
#define FITD_SOLVER_CURVE_START_RANGES_H_

#include <optional>

namespace fitd::curve {

// from < to, finite; of one sign and not 0 where logarithmic.
struct StartRange {
  double from;
  double to;
  bool logarithmic;

  // The number at the part u of it, 0 < u < 1; never outside.
  double at(double u) const;
};

// The range of a parameter with a start and bounds, infinite where there is none, the start within
// them. Between two bounds: all between them, logarithmically where they are of one sign and the
// one is at least a thousand times the other. Else, logarithmically, from the spread-th part of the
// start to `spread` times it, spread > 1, as far as there is a bound only up to that. None where
// then the start is 0.
std::optional<StartRange> start_range(double start, double lower, double upper, double spread);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_START_RANGES_H_
