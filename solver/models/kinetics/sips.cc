#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Sips {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "sips",
        .description = "Sips's (Langmuir-Freundlich) adsorption isotherm.",
        .formula = "qmax*(K*x)^n/(1 + (K*x)^n)",
        .parameters = {{"qmax", "capacity, in y", Role::kHeight},
                       {"K", "affinity, in 1/x", Role::kRate, 0},
                       {"n", "heterogeneity exponent", Role::kShape}},
        .predictors = {{"x", "concentration or pressure, not negative"}},
        .aliases = {"langmuir_freundlich"},
        .example = {.parameters = {10, 0.3, 0.8}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [qmax, K, n] = p;
    return qmax * hill(K * x, n);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [qmax, K, n] = p;
    return {{"half_saturation", "where half of qmax is reached, in x", 1 / K}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y, Baseline::kZero);
    return {step.right, 1 / step.center, step.slope};
  }
};

}  // namespace

FITD_DEFINE_MODEL(sips, Sips)

}  // namespace fitd::models
