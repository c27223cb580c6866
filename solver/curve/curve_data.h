// The data of a curve fit.
#ifndef FITD_SOLVER_CURVE_CURVE_DATA_H_
#define FITD_SOLVER_CURVE_CURVE_DATA_H_

#include <span>
#include <vector>

#include "solver/curve/loss.h"

namespace fitd::curve {

// m points. The spans must live as long as the fit runs.
struct CurveData {
  // One span of m finite values per predictor, in the model's order.
  std::vector<std::span<const double>> predictors;
  // m finite values.
  std::span<const double> y;
  // m positive finite standard deviations; empty: all 1.
  std::span<const double> sigma;
  // Of correlated y: U of factor_covariance(), m x m; residuals are then U'^-1 (model - y). Empty:
  // they are not correlated. Not beside sigma or kPoisson.
  std::span<const double> whitening = {};
  // What is minimised. kPoisson: no sigma, and y >= 0.
  Loss loss = {};
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_CURVE_DATA_H_
