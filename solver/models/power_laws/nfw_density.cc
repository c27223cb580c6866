#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NfwDensity {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "nfw_density",
        .description = "Navarro, Frenk and White's density profile of a halo.",
        .formula = "rho_0/(x/r_s*(1 + x/r_s)^2)",
        .parameters = {{"rho_0", "scale of the density, in y", Role::kHeight},
                       {"r_s", "scale radius, in x", Role::kScale, 0}},
        .predictors = {{"x", "radius, positive"}},

        .example = {.parameters = {4, 3}, .ranges = {{0.2, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [rho_0, r_s] = p;
    const T u = x / r_s;
    return rho_0 / (u * square(1.0 + u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [rho_0, r_s] = p;
    return {{"mass_within_r_s", "mass within r_s, in y times x^3",
             2.4271590540348216 * rho_0 * r_s * r_s * r_s}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      const double v = u / s[0];
      phi[0] = 1 / (v * (1 + v) * (1 + v));
    };
    const Projection best = project(points, 1, basis, each(length_grid(points)));
    return {best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nfw_density, NfwDensity)

}  // namespace fitd::models
