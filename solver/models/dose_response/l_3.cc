#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct L3 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "l_3",
        .description = "Logistic dose response down to zero.",
        .formula = "d/(1 + exp(b*(x - e)))",
        .parameters = {{"b", "slope, in 1/x; positive where the curve falls from d to c",
                        Role::kRate},
                       {"d", "upper limit, in y", Role::kHeight},
                       {"e", "dose of half the effect (ED50), in x", Role::kLocation}},
        .predictors = {{"x", "dose"}},
        .example = {.parameters = {0.8, 8, 10}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, d, e] = p;

    return d * logistic(b * (e - x));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, d, e] = p;
    return {{"ec10", "dose of 10 percent of the effect, in x", e - 2.19722457733621938 / abs(b)},
            {"ec50", "dose of half the effect, in x", e},
            {"ec90", "dose of 90 percent of the effect, in x", e + 2.19722457733621938 / abs(b)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const double span = points.span();
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = logistic(s[1] * (s[0] - u));
    };
    const Projection best = project(
        points, 1, basis,
        all_pairs(location_grid(points), scaled(1 / span, {-100, -30, -10, -3, 3, 10, 30, 100})),
        {span / 24});
    return {best.s[1], best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(l_3, L3)

}  // namespace fitd::models
