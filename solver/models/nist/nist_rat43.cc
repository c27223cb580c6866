#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistRat43 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "nist_rat43",
        .description = "Onion dry weight, Richards: NIST's Rat43.",
        .formula = "b1/((1+exp(b2-b3*x))^(1/b4))",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "shape b2 of the formula", Role::kShape},
                       {"b3", "rate or coefficient b3 of the formula", Role::kRate},
                       {"b4", "shape b4 of the formula", Role::kShape}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {699.6415127, 5.2771253025, 0.75962938329, 1.2792483859},
                    .ranges = {{1, 15}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3, b4] = p;
    return b1 / pow(1.0 + exp(b2 - b3 * x), 1.0 / b4);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y, Baseline::kZero);
    return {step.right, step.center / step.width, 1 / step.width, 1};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_rat43, NistRat43)

}  // namespace fitd::models
