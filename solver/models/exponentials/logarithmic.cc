#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Logarithmic {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "logarithmic",
        .description = "Logarithm.",
        .formula = "a + b*log(x)",
        .parameters = {{"a", "value at x = 1, in y", Role::kOffset},
                       {"b", "rise while x grows by the factor e, in y", Role::kHeight}},
        .predictors = {{"x", "abscissa, positive"}},

        .example = {.parameters = {1.5, 2}, .ranges = {{0.5, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [a, b] = p;
    return a + b * log(x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [a, b] = p;
    return {{"x_intercept", "where the curve crosses zero, in x", exp(-a / b)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    std::vector<double> ones;
    std::vector<double> logs;
    std::vector<double> values;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (points.x[i] <= 0) continue;
      ones.push_back(1);
      logs.push_back(std::log(points.x[i]));
      values.push_back(points.y[i]);
    }
    return linear_fit({ones, logs}, values);
  }
};

}  // namespace

FITD_DEFINE_MODEL(logarithmic, Logarithmic)

}  // namespace fitd::models
