#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Quadratic {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "quadratic",
        .description = "Parabola.",
        .formula = "a*x^2 + b*x + c",
        .parameters = {{"a", "coefficient of x^2", Role::kRate},
                       {"b", "coefficient of x", Role::kRate},
                       {"c", "value at x = 0, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"parabola"},
        .example = {.parameters = {0.2, -1.5, 4}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [a, b, c] = p;
    return (a * x + b) * x + c;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [a, b, c] = p;
    return {{"vertex_x", "position of the vertex, in x", -0.5 * b / a},
            {"vertex_y", "value at the vertex, in y", c - 0.25 * b * b / a}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const std::vector<double> c = estimate_polynomial(x[0], y, 2);
    return {c[2], c[1], c[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(quadratic, Quadratic)

}  // namespace fitd::models
