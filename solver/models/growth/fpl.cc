#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Fpl {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "fpl",
        .description = "Four-parameter logistic.",
        .formula = "A + (B - A)/(1 + exp((xmid - x)/scal))",
        .parameters = {{"A", "level on the left (scal > 0), in y", Role::kOffset},
                       {"B", "level on the right, in y", Role::kHeight},
                       {"xmid", "where the middle is reached, in x", Role::kLocation},
                       {"scal", "width, in x", Role::kScale}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"ssfpl"},
        .example = {.parameters = {1, 6, 5, 1.2}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [A, B, xmid, scal] = p;
    return A + (B - A) * logistic((x - xmid) / scal);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [A, B, xmid, scal] = p;
    return {{"max_rate", "greatest slope, in y per x", 0.25 * (B - A) / scal}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y);
    return {step.left, step.right, step.center, step.width};
  }
};

}  // namespace

FITD_DEFINE_MODEL(fpl, Fpl)

}  // namespace fitd::models
