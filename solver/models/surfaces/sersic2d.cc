#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/surfaces/sersic_guess.h"

namespace fitd::models {
namespace {

struct Sersic2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 7;

  static ModelInfo info() {
    return {
        .name = "sersic2d",
        .description = "Sersic's surface brightness of a galaxy, elliptic.",
        .formula =
            "amplitude*exp(-b*((z/r_eff)^(1/n) - 1)), z^2 = u^2 + (v/(1 - ellip))^2, u = (x - "
            "x_0)*cos(theta) + (y - y_0)*sin(theta), v = (y - y_0)*cos(theta) - (x - "
            "x_0)*sin(theta), b the median of the gamma distribution of shape 2*n",
        .parameters = {{"amplitude", "brightness at r_eff", Role::kHeight},
                       {"r_eff", "radius that holds half the light, along the major axis",
                        Role::kScale, 0},
                       {"n", "Sersic index; 1: exponential, 4: de Vaucouleurs", Role::kShape, 0},
                       {"x_0", "center, first coordinate", Role::kLocation},
                       {"y_0", "center, second coordinate", Role::kLocation},
                       {"ellip", "ellipticity", Role::kShape, 0, 1},
                       {"theta", "angle of the major axis", Role::kShape}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},
        .aliases = {"sersic_2d"},
        .example = {.parameters = {2, 5, 1.6, 9.3, 10.6, 0.4, 0.5}, .ranges = {{0, 20}, {0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, r_eff, n, x_0, y_0, ellip, theta] = p;

    const T u = (x - x_0) * cos(theta) + (y - y_0) * sin(theta);
    const T v = (y - y_0) * cos(theta) - (x - x_0) * sin(theta);
    const T z = sqrt(square(u) + square(v / (1.0 - ellip)));
    return amplitude * exp(-gamma_median(2.0 * n) * (pow(z / r_eff, 1.0 / n) - 1.0));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_sersic2d<Sersic2d>(x, y);
  }
};

}  // namespace

FITD_DEFINE_MODEL(sersic2d, Sersic2d)

}  // namespace fitd::models
