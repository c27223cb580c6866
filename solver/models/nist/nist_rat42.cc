#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistRat42 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "nist_rat42",
        .description = "Pasture yield, logistic: NIST's Rat42.",
        .formula = "b1/(1+exp(b2-b3*x))",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "shape b2 of the formula", Role::kShape},
                       {"b3", "rate or coefficient b3 of the formula", Role::kRate}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {72.462237576, 2.6180768402, 0.067359200066},
                    .ranges = {{9, 79}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3] = p;
    return b1 / (1.0 + exp(b2 - b3 * x));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y, Baseline::kZero);
    return {step.right, step.center / step.width, 1 / step.width};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_rat42, NistRat42)

}  // namespace fitd::models
