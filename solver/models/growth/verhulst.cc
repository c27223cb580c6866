#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Verhulst {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "verhulst",
        .description = "Logistic growth from a starting size.",
        .formula = "K*y0/(y0 + (K - y0)*exp(-r*x))",
        .parameters = {{"K", "carrying capacity, in y", Role::kHeight, 0},
                       {"y0", "size at x = 0, in y", Role::kHeight, 0},
                       {"r", "rate, in 1/x", Role::kRate}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {6, 0.2, 0.8}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [K, y0, r] = p;
    const T decay = exp(-r * x);
    return K / (1.0 + (K / y0 - 1.0) * decay);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [K, y0, r] = p;
    return {{"inflection_at", "where the slope is greatest, in x", log((K - y0) / y0) / r},
            {"max_rate", "greatest slope, in y per x", 0.25 * K * r},
            {"doubling_time", "doubling time far below K, in x", kLn2 / r}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y, Baseline::kZero);
    return {step.right, step.right * logistic(-step.center / step.width), 1 / step.width};
  }
};

}  // namespace

FITD_DEFINE_MODEL(verhulst, Verhulst)

}  // namespace fitd::models
