#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Planar2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "planar2d",
        .description = "Plane.",
        .formula = "slope_x*x + slope_y*y + intercept",
        .parameters = {{"slope_x", "rise along x", Role::kRate},
                       {"slope_y", "rise along y", Role::kRate},
                       {"intercept", "value at the origin", Role::kOffset}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},
        .aliases = {"planar_2d", "plane"},
        .example = {.parameters = {0.7, -0.4, 3}, .ranges = {{0, 10}, {0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [slope_x, slope_y, intercept] = p;
    return slope_x * x + slope_y * y + intercept;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [slope_x, slope_y, intercept] = p;
    return {{"slope", "steepest slope", sqrt(slope_x * slope_x + slope_y * slope_y)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const std::vector<double> ones(y.size(), 1.0);
    return linear_fit({{x[0].begin(), x[0].end()}, {x[1].begin(), x[1].end()}, ones}, y);
  }
};

}  // namespace

FITD_DEFINE_MODEL(planar2d, Planar2d)

}  // namespace fitd::models
