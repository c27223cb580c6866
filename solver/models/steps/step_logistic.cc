#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct StepLogistic {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "step_logistic",
        .description = "Step with the shape of a logistic function.",
        .formula = "amplitude * (1 - 1/(1 + exp((x - center)/sigma)))",
        .parameters = {{"amplitude", "height of the step, in y", Role::kHeight},
                       {"center", "middle of the rise, in x", Role::kLocation},
                       {"sigma", "width of the rise, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {3, 5, 0.6}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma] = p;
    return amplitude * logistic((x - center) / sigma);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma] = p;
    return {
        {"rise_10_90", "length of the rise from 10 to 90 percent, in x", 4.39444915467244 * sigma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y, Baseline::kZero);
    return {step.right, step.center, step.width};
  }
};

}  // namespace

FITD_DEFINE_MODEL(step_logistic, StepLogistic)

}  // namespace fitd::models
