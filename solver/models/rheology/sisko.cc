#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Sisko {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "sisko",
        .description = "Viscosity of a Sisko fluid.",
        .formula = "eta_inf + K*x^(n - 1)",
        .parameters = {{"eta_inf", "viscosity at high shear rate, in y", Role::kOffset},
                       {"K", "consistency", Role::kHeight},
                       {"n", "flow index", Role::kShape}},
        .predictors = {{"x", "shear rate, positive"}},

        .example = {.parameters = {1, 6, 0.4}, .ranges = {{0.1, 50}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [eta_inf, K, n] = p;
    return eta_inf + K * pow(x, n - 1.0);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u > 0 ? std::pow(u, s[0] - 1) : 0;
      phi[1] = 1;
    };
    const Projection best =
        project(points, 2, basis, each({-0.5, 0.1, 0.3, 0.5, 0.7, 0.9, 1.3, 2}));
    return {best.c[1], best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(sisko, Sisko)

}  // namespace fitd::models
