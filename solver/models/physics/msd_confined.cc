#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct MsdConfined {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "msd_confined",
        .description = "Mean squared displacement of a particle that diffuses in confinement.",
        .formula = "r2*(1 - exp(-4*D*x/r2)) + offset",
        .parameters = {{"r2", "square of the confinement's radius, in y", Role::kHeight},
                       {"D", "diffusion coefficient in the plane, in y per x", Role::kRate},
                       {"offset", "error of localisation, in y", Role::kOffset}},
        .predictors = {{"x", "lag time, not negative"}},
        .example = {.parameters = {0.8, 0.15, 0.02}, .ranges = {{0, 5}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [r2, D, offset] = p;

    return -r2 * expm1(-4.0 * D * x / r2) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [r2, D, offset] = p;
    return {{"radius", "radius of the confinement, in the root of y", sqrt(r2)},
            {"time", "time to feel the confinement, in x", 0.25 * r2 / D}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = -std::expm1(-s[0] * u);
      phi[1] = 1;
    };
    const Projection best = project(points, 2, basis, each(rate_grid(points)));
    return {best.c[0], 0.25 * best.s[0] * best.c[0], best.c[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(msd_confined, MsdConfined)

}  // namespace fitd::models
