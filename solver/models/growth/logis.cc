#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Logis {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "logis",
        .description = "Logistic growth.",
        .formula = "Asym/(1 + exp((xmid - x)/scal))",
        .parameters = {{"Asym", "level that the growth ends at, in y", Role::kHeight},
                       {"xmid", "where half of it is reached, in x", Role::kLocation},
                       {"scal", "time scale, in x", Role::kScale}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"sslogis", "three_parameter_logistic"},
        .example = {.parameters = {6, 5, 1.2}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Asym, xmid, scal] = p;
    return Asym * logistic((x - xmid) / scal);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Asym, xmid, scal] = p;
    return {{"max_rate", "greatest slope, in y per x", 0.25 * Asym / scal}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y, Baseline::kZero);
    return {step.right, step.center, step.width};
  }
};

}  // namespace

FITD_DEFINE_MODEL(logis, Logis)

}  // namespace fitd::models
