#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct ZwieteringGompertz {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "zwietering_gompertz",
        .description = "Bacterial growth: Gompertz by its greatest rate and lag.",
        .formula = "A*exp(-exp(mu*e/A*(lag - x) + 1)), e = exp(1)",
        .parameters = {{"A", "level that the growth ends at, in y", Role::kHeight},
                       {"mu", "greatest slope, in y per x", Role::kRate},
                       {"lag", "where the tangent of greatest slope crosses 0, in x",
                        Role::kLocation}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"modified_gompertz"},
        .example = {.parameters = {8, 1.5, 3}, .ranges = {{0, 15}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [A, mu, lag] = p;
    constexpr double kE = 2.71828182845904523536;
    return A * exp(-exp(mu * kE / A * (lag - x) + 1.0));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [A, mu, lag] = p;
    return {{"inflection_at", "where the slope is greatest, in x",
             lag + 0.367879441171442322 * A / mu}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y, Baseline::kZero);
    return {step.right, step.right / (4 * step.width), step.center - 2 * step.width};
  }
};

}  // namespace

FITD_DEFINE_MODEL(zwietering_gompertz, ZwieteringGompertz)

}  // namespace fitd::models
