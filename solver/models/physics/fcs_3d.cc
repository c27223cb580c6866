#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Fcs3d {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "fcs_3d",
        .description = "Autocorrelation of fluorescence from diffusion through a Gaussian focus.",
        .formula = "1/(N*(1 + x/tau_d)*sqrt(1 + x/(kappa^2*tau_d)))",
        .parameters = {{"N", "mean number of particles in the focus", Role::kShape, 0},
                       {"tau_d", "diffusion time, in x", Role::kScale, 0},
                       {"kappa", "axial over lateral size of the focus", Role::kShape, 0, kInfinity,
                        5}},
        .predictors = {{"x", "lag time, not negative"}},
        .aliases = {"fcs_3d_diffusion"},
        .example = {.parameters = {3, 0.4, 5}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [N, tau_d, kappa] = p;
    const T u = x / tau_d;
    return 1.0 / (N * (1.0 + u) * sqrt(1.0 + u / square(kappa)));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [N, tau_d, kappa] = p;
    return {{"amplitude", "value at x = 0, in y", 1 / N}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    constexpr double kKappa = 5;
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], kKappa});
    };
    const Projection best = project(
        points, 1, basis, each(scaled(points.largest_x(), {1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1})));
    return {1 / best.c[0], best.s[0], kKappa};
  }
};

}  // namespace

FITD_DEFINE_MODEL(fcs_3d, Fcs3d)

}  // namespace fitd::models
