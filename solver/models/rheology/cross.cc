#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Cross {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "cross",
        .description = "Viscosity of a Cross fluid.",
        .formula = "eta_inf + (eta0 - eta_inf)/(1 + (lambda*x)^m)",
        .parameters = {{"eta0", "viscosity at rest, in y", Role::kHeight},
                       {"eta_inf", "viscosity at high shear rate, in y", Role::kOffset},
                       {"lambda", "relaxation time, in 1/x", Role::kScale, 0},
                       {"m", "steepness", Role::kShape, 0}},
        .predictors = {{"x", "shear rate, not negative"}},

        .example = {.parameters = {10, 1, 0.5, 1.2}, .ranges = {{0, 60}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [eta0, eta_inf, lambda, m] = p;
    return eta_inf + (eta0 - eta_inf) * hill(lambda * x, -m);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [eta0, eta_inf, lambda, m] = p;
    return {{"critical_rate", "shear rate at which thinning sets in, in x", 1 / lambda}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y);
    return {step.left, step.right, 1 / step.center, step.slope};
  }
};

}  // namespace

FITD_DEFINE_MODEL(cross, Cross)

}  // namespace fitd::models
