#include <algorithm>
#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Nec4 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "nec_4",
        .description = "Decay that begins at a threshold, the no-effect concentration.",
        .formula = "c + (d - c)*exp(-b*max(x - e, 0))",
        .parameters = {{"b", "rate of the fall beyond e, in 1/x", Role::kRate, 0},
                       {"c", "lower limit, in y", Role::kOffset},
                       {"d", "upper limit, in y", Role::kHeight},
                       {"e", "no-effect concentration, in x", Role::kLocation, 0}},
        .predictors = {{"x", "dose, not negative"}},
        .example = {.parameters = {0.4, 1, 8, 4.3}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, c, d, e] = p;

    return c + (d - c) * exp(-b * select(x < e, T(0.0), x - e));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, c, d, e] = p;
    return {{"half_dose", "dose beyond e that halves the distance from c, in x", kLn2 / b}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const double span = points.span();
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(-s[1] * std::max(u - s[0], 0.0));
      phi[1] = 1;
    };
    std::vector<double> starts;
    for (int k = 0; k <= 16; ++k) starts.push_back(points.x.front() + span * (k / 20.0));
    const Projection best = project(
        points, 2, basis, all_pairs(starts, scaled(1 / span, {1, 3, 6, 12, 30, 100})), {span / 40});
    return {best.s[1], best.c[1], best.c[0] + best.c[1], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nec_4, Nec4)

}  // namespace fitd::models
