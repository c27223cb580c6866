#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Bc5 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "bc_5",
        .description =
            "Hormesis after Brain and Cousens: log-logistic, with a rise at small doses.",
        .formula = "c + (d - c + f*x)/(1 + (x/e)^b)",
        .parameters = {{"b", "slope, in log(x); above 1", Role::kShape},
                       {"c", "lower limit, in y", Role::kOffset},
                       {"d", "value at x = 0, in y", Role::kHeight},
                       {"e", "dose scale, in x", Role::kScale, 0},
                       {"f", "rise at small doses, in y per x", Role::kRate}},
        .predictors = {{"x", "dose, not negative"}},
        .aliases = {"brain_cousens"},
        .example = {.parameters = {3, 1, 8, 6, 1.2}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, c, d, e, f] = p;

    return c + (d - c + f * x) * hill(x / e, -b);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      const double fall = u < 0 || s[0] <= 0 ? std::nan("") : hill(u / s[0], -s[1]);
      phi[0] = 1;
      phi[1] = fall;
      phi[2] = u * fall;
    };
    const Projection best =
        project(points, 3, basis, all_pairs(length_grid(points), {1.5, 2, 3, 5, 8}));
    return {best.s[1], best.c[0], best.c[0] + best.c[1], best.s[0], best.c[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(bc_5, Bc5)

}  // namespace fitd::models
