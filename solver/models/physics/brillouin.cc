#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Brillouin {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "brillouin",
        .description = "Magnetisation of a paramagnet of spins J.",
        .formula =
            "amplitude*(a*coth(a*u) - b*coth(b*u)), u = x/scale, a = (2*J + 1)/(2*J), b = 1/(2*J)",
        .parameters = {{"amplitude", "saturation, in y", Role::kHeight},
                       {"scale", "field at which the moments begin to saturate, in x", Role::kScale,
                        0},
                       {"J", "angular momentum", Role::kShape, 0, kInfinity, 3.5}},
        .predictors = {{"x", "field"}},

        .example = {.parameters = {5, 1.5, 3.5}, .ranges = {{-10, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, scale, J] = p;
    // The 1/u in both Langevin functions cancel.
    const T u = x / scale;
    const T b = 0.5 / J;
    const T a = 1.0 + b;
    return amplitude * (a * langevin(a * u) - b * langevin(b * u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, scale, J] = p;
    return {{"initial_slope", "slope at x = 0, in y per x", amplitude * (J + 1) / (3 * J * scale)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    constexpr double kSpin = 3.5;
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], kSpin});
    };
    const Projection best = project(points, 1, basis, each(length_grid(points)));
    return {best.c[0], best.s[0], kSpin};
  }
};

}  // namespace

FITD_DEFINE_MODEL(brillouin, Brillouin)

}  // namespace fitd::models
