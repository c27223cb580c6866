#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct MaxwellStorage {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "maxwell_storage",
        .description = "Storage modulus of a Maxwell element.",
        .formula = "G*(tau*x)^2/(1 + (tau*x)^2)",
        .parameters = {{"G", "modulus at high frequency, in y", Role::kHeight},
                       {"tau", "relaxation time, in 1/x", Role::kScale, 0}},
        .predictors = {{"x", "angular frequency, not negative"}},

        .example = {.parameters = {5, 0.4}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [G, tau] = p;
    return G * hill(tau * x, T(2.0));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [G, tau] = p;
    return {{"viscosity", "viscosity at low frequency, in y times time", G * tau},
            {"crossover", "frequency at which both moduli are equal, in x", 1 / tau}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y, Baseline::kZero);
    return {step.right, 1 / step.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(maxwell_storage, MaxwellStorage)

}  // namespace fitd::models
