#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Sersic {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "sersic",
        .description = "Sersic's surface brightness profile of a galaxy.",
        .formula =
            "amplitude*exp(-b*((x/r_eff)^(1/n) - 1)), b the median of the gamma distribution of "
            "shape 2*n",
        .parameters = {{"amplitude", "brightness at r_eff, in y", Role::kHeight},
                       {"r_eff", "radius that holds half the light, in x", Role::kScale, 0},
                       {"n", "Sersic index; 1: exponential, 4: de Vaucouleurs", Role::kShape, 0}},
        .predictors = {{"x", "radius, not negative"}},
        .aliases = {"sersic_1d"},
        .example = {.parameters = {2, 5, 2.5}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, r_eff, n] = p;
    return amplitude * exp(-gamma_median(2.0 * n) * (pow(x / r_eff, 1.0 / n) - 1.0));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      // Ciotti and Bertin's expansion of b is near enough.
      const double b = 2 * s[1] - 1.0 / 3 + 4 / (405 * s[1]);
      phi[0] = std::exp(-b * (std::pow(std::max(u, 0.0) / s[0], 1 / s[1]) - 1));
    };
    const Projection best =
        project(points, 1, basis, all_pairs(length_grid(points), {0.5, 1, 2, 4, 6}));
    return {best.c[0], best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(sersic, Sersic)

}  // namespace fitd::models
