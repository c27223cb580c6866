#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct BrokenPowerLaw {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "broken_power_law",
        .description = "Power law whose index changes at a break.",
        .formula = "amplitude*(x/x_break)^(-alpha), alpha = alpha_1 for x < x_break, else alpha_2",
        .parameters = {{"amplitude", "value at the break, in y", Role::kHeight},
                       {"x_break", "the break, in x", Role::kScale, 0},
                       {"alpha_1", "index below the break", Role::kShape},
                       {"alpha_2", "index above the break", Role::kShape}},
        .predictors = {{"x", "abscissa, positive"}},
        .aliases = {"broken_power_law_1d"},
        .example = {.parameters = {4, 5, 0.5, 2.5}, .ranges = {{0.5, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, x_break, alpha_1, alpha_2] = p;
    return amplitude * pow(x / x_break, -select(x < x_break, alpha_1, alpha_2));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u > 0 ? std::pow(u / s[0], -(u < s[0] ? s[1] : s[2])) : 0;
    };
    const std::vector<double> indices = {-2, -1, -0.3, 0, 0.3, 1, 2, 3};
    const Projection best = project(
        points, 1, basis, all_triples(location_grid(points), indices, indices), {0, 0.3, 0.3});
    return {best.c[0], best.s[0], best.s[1], best.s[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(broken_power_law, BrokenPowerLaw)

}  // namespace fitd::models
