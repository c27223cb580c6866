#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Sigmoid {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "sigmoid",
        .description = "Logistic sigmoid between two levels.",
        .formula = "lower + (upper - lower)/(1 + exp((xmid - x)/wsig))",
        .parameters = {{"lower", "level on the left (wsig > 0), in y", Role::kOffset},
                       {"upper", "level on the right, in y", Role::kHeight},
                       {"xmid", "where the middle is reached, in x", Role::kLocation},
                       {"wsig", "width, in x", Role::kScale}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {1, 6, 5, 1.2}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [lower, upper, xmid, wsig] = p;
    return lower + (upper - lower) * logistic((x - xmid) / wsig);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [lower, upper, xmid, wsig] = p;
    return {{"max_rate", "greatest slope, in y per x", 0.25 * (upper - lower) / wsig}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y);
    return {step.left, step.right, step.center, step.width};
  }
};

}  // namespace

FITD_DEFINE_MODEL(sigmoid, Sigmoid)

}  // namespace fitd::models
