#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Linear {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "linear",
        .description = "Straight line.",
        .formula = "slope*x + intercept",
        .parameters = {{"slope", "rise, in y per x", Role::kRate},
                       {"intercept", "value at x = 0, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"line", "linear_1d"},
        .example = {.parameters = {0.7, 1.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [slope, intercept] = p;
    return slope * x + intercept;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [slope, intercept] = p;
    return {{"x_intercept", "where the line crosses zero, in x", -intercept / slope}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LineEstimate line = estimate_line(x[0], y);
    return {line.slope, line.intercept};
  }
};

}  // namespace

FITD_DEFINE_MODEL(linear, Linear)

}  // namespace fitd::models
