#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct SmoothlyBrokenPowerLaw {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "smoothly_broken_power_law",
        .description = "Power law whose index changes smoothly around a break.",
        .formula =
            "amplitude*(x/x_break)^(-alpha_1) * ((1 + (x/x_break)^(1/delta))/2)^((alpha_1 - "
            "alpha_2)*delta)",
        .parameters = {{"amplitude", "value at the break, in y", Role::kHeight},
                       {"x_break", "the break, in x", Role::kScale, 0},
                       {"alpha_1", "index below the break", Role::kShape},
                       {"alpha_2", "index above the break", Role::kShape},
                       {"delta", "smoothness of the change", Role::kShape, 0}},
        .predictors = {{"x", "abscissa, positive"}},
        .aliases = {"smoothly_broken_power_law_1d"},
        .example = {.parameters = {4, 5, 0.5, 2.5, 0.2}, .ranges = {{0.5, 40}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, x_break, alpha_1, alpha_2, delta] = p;
    const T u = x / x_break;
    // (1 + u^(1/delta))^delta without overflow.
    const T smooth = softplus(log(u) / delta) - kLn2;
    return amplitude * pow(u, -alpha_1) * exp((alpha_1 - alpha_2) * delta * smooth);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u > 0 ? value<double, double>({u}, {1, s[0], s[1], s[2], 0.2}) : 0;
    };
    const std::vector<double> indices = {-2, -1, -0.3, 0, 0.3, 1, 2, 3};
    const Projection best = project(
        points, 1, basis, all_triples(location_grid(points), indices, indices), {0, 0.3, 0.3});
    return {best.c[0], best.s[0], best.s[1], best.s[2], 0.2};
  }
};

}  // namespace

FITD_DEFINE_MODEL(smoothly_broken_power_law, SmoothlyBrokenPowerLaw)

}  // namespace fitd::models
