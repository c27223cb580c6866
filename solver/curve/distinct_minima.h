// The ends of many minimisations, each minimum once.
#ifndef FITD_SOLVER_CURVE_DISTINCT_MINIMA_H_
#define FITD_SOLVER_CURVE_DISTINCT_MINIMA_H_

#include <span>
#include <vector>

#include "solver/lm/result.h"

namespace fitd::curve {

// Where the minimisation from one start ended.
struct StartEnd {
  std::vector<double> x;  // n
  double norm = 0;        // NaN or infinite: the start led nowhere
  lm::Termination termination = lm::Termination::kStopped;
};

struct Minimum {
  std::vector<double> x;  // of the lowest of the ends that it stands for
  double chi_square = 0;
  lm::Termination termination = lm::Termination::kStopped;  // that one's
  int starts = 0;                                           // how many led here
  int first_start = 0;                                      // the first of them
};

// When two ends are the same minimum.
struct Likeness {
  // Of the larger of two sums of squares and, since those of an exact fit are nothing but rounding,
  // of the sum of (y/sigma)^2 respectively.
  double chi_square = 1e-6;
  double data = 1e-14;
  // Of the larger of two values of a parameter, and of the width of what its starts were drawn
  // from.
  double parameter = 1e-3;
  double width = 1e-6;
};

// By ascending sum of squares; equal ones in the order of the starts. An end belongs to the lowest
// minimum that it is like. Ends that are not finite are left out. `widths`: n; `data_squares`: the
// sum of (y/sigma)^2.
std::vector<Minimum> distinct_minima(std::span<const StartEnd> ends, std::span<const double> widths,
                                     double data_squares, const Likeness& likeness = {});

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_DISTINCT_MINIMA_H_
