#include <algorithm>
#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct BaranyiRoberts {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "baranyi_roberts",
        .description = "Bacterial growth after Baranyi and Roberts, in the logarithm of the count.",
        .formula =
            "ymax - log(1 + (exp(ymax - y0) - 1)*exp(-a)), a = mu*x + log(exp(-mu*x) + "
            "exp(-mu*lag) - exp(-mu*x - mu*lag))",
        .parameters = {{"y0", "value at x = 0, in y", Role::kOffset},
                       {"ymax", "level that the growth ends at, in y", Role::kOffset},
                       {"mu", "greatest slope, in y per x", Role::kRate, 0},
                       {"lag", "duration of the lag phase, in x", Role::kScale, 0}},
        .predictors = {{"x", "time, not negative"}},
        .example = {.parameters = {2, 9, 1.2, 4}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [y0, ymax, mu, lag] = p;

    const T a = mu * x + log(exp(-mu * x) - exp(-mu * lag) * expm1(-mu * x));
    return ymax - log1p(expm1(ymax - y0) * exp(-a));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [y0, ymax, mu, lag] = p;
    return {{"doubling_time", "doubling time of the count, in x", kLn2 / mu}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const double span = points.span();
    const auto [low, high] = std::minmax_element(points.y.begin(), points.y.end());
    const double height = *high - *low;
    // The shape depends on the height, so all four are searched; the level alone is linear.
    const StepEstimate step = estimate_step(x[0], y);
    const double rate =
        std::max(std::abs(step.right - step.left) / (4 * step.width), height / span);
    const double lag = std::max(step.center - 2 * step.width, 0.02 * span);
    return {step.left, step.right, rate, lag};
  }
};

}  // namespace

FITD_DEFINE_MODEL(baranyi_roberts, BaranyiRoberts)

}  // namespace fitd::models
