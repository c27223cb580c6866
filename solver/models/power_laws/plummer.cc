#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Plummer {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "plummer",
        .description = "Plummer's density profile of a star cluster.",
        .formula = "3*mass/(4*pi*r_plum^3)*(1 + (x/r_plum)^2)^(-5/2)",
        .parameters = {{"mass", "total mass", Role::kHeight},
                       {"r_plum", "core radius, in x", Role::kScale, 0}},
        .predictors = {{"x", "radius"}},
        .aliases = {"plummer_1d"},
        .example = {.parameters = {50, 2}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [mass, r_plum] = p;
    return 3.0 * mass / (4.0 * kPi * cube(r_plum)) * pow(1.0 + square(x / r_plum), -2.5);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [mass, r_plum] = p;
    return {{"half_mass_radius", "radius that holds half the mass, in x",
             1.30476602650410670 * r_plum}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::pow(1 + u / s[0] * (u / s[0]), -2.5);
    };
    const Projection best = project(points, 1, basis, each(length_grid(points)));
    const double volume = 4 * kPi / 3 * best.s[0] * best.s[0] * best.s[0];
    return {best.c[0] * volume, best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(plummer, Plummer)

}  // namespace fitd::models
