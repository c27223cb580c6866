#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct StepLinear {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "step_linear",
        .description = "Step that rises as a straight line.",
        .formula = "amplitude * min(1, max(0, (x - center)/sigma + 1/2))",
        .parameters = {{"amplitude", "height of the step, in y", Role::kHeight},
                       {"center", "middle of the rise, in x", Role::kLocation},
                       {"sigma", "width of the rise, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {3, 5, 2}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma] = p;
    const T u = (x - center) / sigma + 0.5;
    return amplitude * select(u < 0.0, T(0.0), select(u > 1.0, T(1.0), u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma] = p;
    return {{"rise_10_90", "length of the rise from 10 to 90 percent, in x", 0.8 * sigma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y, Baseline::kZero);
    return {step.right, step.center, 4.4 * step.width};
  }
};

}  // namespace

FITD_DEFINE_MODEL(step_linear, StepLinear)

}  // namespace fitd::models
