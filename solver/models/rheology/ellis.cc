#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Ellis {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "ellis",
        .description = "Viscosity of an Ellis fluid against shear stress.",
        .formula = "eta0/(1 + (x/tau_half)^(alpha - 1))",
        .parameters = {{"eta0", "viscosity at low stress, in y", Role::kHeight, 0},
                       {"tau_half", "stress at which the viscosity is half of eta0, in x",
                        Role::kScale, 0},
                       {"alpha", "shear thinning; 1: Newtonian", Role::kShape, 1}},
        .predictors = {{"x", "shear stress, not negative"}},
        .example = {.parameters = {10, 4, 2.5}, .ranges = {{0, 50}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [eta0, tau_half, alpha] = p;

    return eta0 * hill(x / tau_half, 1.0 - alpha);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u < 0 || !(s[0] > 0) || !(s[1] > 1) ? std::nan("") : hill(u / s[0], 1 - s[1]);
    };
    const Projection best =
        project(points, 1, basis, all_pairs(length_grid(points), {1.3, 1.7, 2, 2.5, 3.5, 5}));
    return {best.c[0], best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ellis, Ellis)

}  // namespace fitd::models
