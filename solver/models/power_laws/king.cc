#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct King {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "king",
        .description = "King's surface density profile of a star cluster.",
        .formula =
            "amplitude*r_core^2*(1/sqrt(x^2 + r_core^2) - 1/sqrt(r_tide^2 + r_core^2))^2 for x < "
            "r_tide, else 0",
        .parameters = {{"amplitude", "scale of the density, in y", Role::kHeight},
                       {"r_core", "core radius, in x", Role::kScale, 0},
                       {"r_tide", "tidal radius, in x", Role::kScale, 0}},
        .predictors = {{"x", "radius"}},
        .aliases = {"king_projected_analytic_1d"},
        .example = {.parameters = {5, 1, 8}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, r_core, r_tide] = p;
    const T at_x = 1.0 / sqrt(1.0 + square(x / r_core));
    const T at_edge = 1.0 / sqrt(1.0 + square(r_tide / r_core));
    return select(x < r_tide, amplitude * square(at_x - at_edge), T(0.0));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, r_core, r_tide] = p;
    return {{"concentration", "log10 of r_tide over r_core", log10(r_tide / r_core)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], s[1]});
    };
    const Projection best = project(points, 1, basis, ordered_pairs(length_grid(points)));
    return {best.c[0], best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(king, King)

}  // namespace fitd::models
