#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct ExpCutoffPowerLaw {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "exp_cutoff_power_law",
        .description = "Power law with an exponential cutoff.",
        .formula = "amplitude*(x/x_0)^(-alpha)*exp(-x/x_cutoff)",
        .parameters = {{"amplitude", "value of the power law at the reference point, in y",
                        Role::kHeight},
                       {"x_0", "reference point, in x", Role::kScale, 0, kInfinity, 1},
                       {"alpha", "power-law index", Role::kShape},
                       {"x_cutoff", "cutoff, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa, positive"}},
        .aliases = {"exponential_cutoff_power_law_1d"},
        .example = {.parameters = {4, 1, 0.8, 6}, .ranges = {{0.3, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, x_0, alpha, x_cutoff] = p;
    return amplitude * pow(x / x_0, -alpha) * exp(-x / x_cutoff);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u > 0 ? std::pow(u, -s[0]) * std::exp(-u / s[1]) : 0;
    };
    const Projection best =
        project(points, 1, basis, all_pairs({-2, -1, 0, 0.5, 1, 2}, length_grid(points)), {0.3});
    return {best.c[0], 1, best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(exp_cutoff_power_law, ExpCutoffPowerLaw)

}  // namespace fitd::models
