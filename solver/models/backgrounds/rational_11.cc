#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Rational11 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "rational_11",
        .description = "Quotient of two straight lines.",
        .formula = "(p0 + p1*x)/(1 + q1*x)",
        .parameters = {{"p0", "value at x = 0, in y", Role::kOffset},
                       {"p1", "slope of the numerator, in y per x", Role::kRate},
                       {"q1", "slope of the denominator, in 1/x", Role::kRate}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"bradley", "hyperbola"},
        .example = {.parameters = {1, 2, 0.3}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [p0, p1, q1] = p;
    return (p0 + p1 * x) / (1.0 + q1 * x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [p0, p1, q1] = p;
    return {{"pole", "where the denominator is zero, in x", -1 / q1},
            {"asymptote", "limit at large x, in y", p1 / q1}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    // y = p0 + p1 x - q1 xy is linear.
    const Points points = sorted_points(x[0], y);
    std::vector<std::vector<double>> columns(3, std::vector<double>(points.size(), 1.0));
    for (std::size_t i = 0; i < points.size(); ++i) {
      columns[1][i] = points.x[i];
      columns[2][i] = -points.x[i] * points.y[i];
    }
    return linear_fit(columns, points.y);
  }
};

}  // namespace

FITD_DEFINE_MODEL(rational_11, Rational11)

}  // namespace fitd::models
