#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Ar3 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "ar_3",
        .description = "Asymptotic regression.",
        .formula = "c + (d - c)*(1 - exp(-x/e))",
        .parameters = {{"c", "value at x = 0, in y", Role::kOffset},
                       {"d", "level at large x, in y", Role::kHeight},
                       {"e", "dose in which the distance from d falls to 1/exp(1), in x",
                        Role::kScale, 0}},
        .predictors = {{"x", "dose, not negative"}},
        .aliases = {"asymptotic_regression"},
        .example = {.parameters = {1, 8, 4}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [c, d, e] = p;

    return c - (d - c) * expm1(-x / e);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [c, d, e] = p;
    return {{"ec10", "dose of 10 percent of the effect, in x", 0.105360515657826301 * e},
            {"ec50", "dose of half the effect, in x", kLn2 * e},
            {"ec90", "dose of 90 percent of the effect, in x", kLn10 * e}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(-u / s[0]);
      phi[1] = 1;
    };
    const Projection best = project(points, 2, basis, each(length_grid(points)));
    return {best.c[0] + best.c[1], best.c[1], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ar_3, Ar3)

}  // namespace fitd::models
