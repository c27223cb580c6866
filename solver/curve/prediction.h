// A fitted model at points of the user's, with what the covariance says of it there.
#ifndef FITD_SOLVER_CURVE_PREDICTION_H_
#define FITD_SOLVER_CURVE_PREDICTION_H_

#include <optional>
#include <span>
#include <vector>

#include "solver/curve/parameter_covariance.h"
#include "solver/lm/interrupt.h"
#include "solver/models/model.h"

namespace fitd::curve {

struct Prediction {
  std::vector<double> values;           // m; may be NaN or infinite where the formula has no value
  std::vector<double> standard_errors;  // m, of the values
};

// At all points of `x`, m of each predictor, by the delta method: the variance of the value is
// g'Cg, g its gradient by the free parameters, by exact derivatives. `parameters`: all of the
// model; `free`: indices of those that `covariance`, n x n, is of. None where `interrupt` said to
// end.
std::optional<Prediction> predict(const models::Model& model, models::Predictors x,
                                  std::span<const double> parameters, std::span<const int> free,
                                  const Matrix& covariance, const lm::Interrupt& interrupt);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_PREDICTION_H_
