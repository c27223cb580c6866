// The data of a curve fit.
#ifndef FITD_SOLVER_CURVE_CURVE_DATA_H_
#define FITD_SOLVER_CURVE_CURVE_DATA_H_

#include <span>
#include <vector>

namespace fitd::curve {

// m points. The spans must live as long as the fit runs.
struct CurveData {
  // One span of m finite values per predictor, in the model's order.
  std::vector<std::span<const double>> predictors;
  // m finite values.
  std::span<const double> y;
  // m positive finite standard deviations; empty: all 1.
  std::span<const double> sigma;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_CURVE_DATA_H_
