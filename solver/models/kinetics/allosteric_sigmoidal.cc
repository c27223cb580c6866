#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct AllostericSigmoidal {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "allosteric_sigmoidal",
        .description = "Velocity of a cooperative enzyme.",
        .formula = "Vmax*x^h/(Khalf^h + x^h)",
        .parameters = {{"Vmax", "greatest velocity, in y", Role::kHeight},
                       {"h", "Hill slope", Role::kShape},
                       {"Khalf", "substrate of half the greatest velocity, in x", Role::kScale, 0}},
        .predictors = {{"x", "substrate concentration, not negative"}},
        .aliases = {"hill", "hill1"},
        .example = {.parameters = {10, 2, 4}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Vmax, h, Khalf] = p;
    return Vmax * hill(x / Khalf, h);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Vmax, h, Khalf] = p;
    return {{"s10", "concentration of 10 percent of Vmax, in x", Khalf * pow(9.0, -1 / h)},
            {"s90", "concentration of 90 percent of Vmax, in x", Khalf * pow(9.0, 1 / h)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y, Baseline::kZero);
    return {step.right, step.slope, step.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(allosteric_sigmoidal, AllostericSigmoidal)

}  // namespace fitd::models
