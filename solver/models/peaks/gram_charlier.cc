#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct GramCharlier {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "gram_charlier",
        .description =
            "Gaussian by its area with the next two terms of its Gram-Charlier series: skewness "
            "and excess.",
        .formula =
            "y0 + A/(w*sqrt(2*pi))*exp(-z^2/2)*(1 + a3/6*(z^3 - 3*z) + a4/24*(z^4 - 6*z^2 + 3)), z "
            "= (x - xc)/w",
        .parameters = {{"y0", "level far from the peak, in y", Role::kOffset},
                       {"xc", "mean, in x", Role::kLocation},
                       {"A", "area under the peak, in y times x", Role::kHeight},
                       {"w", "standard deviation, in x", Role::kScale, 0},
                       {"a3", "skewness", Role::kShape},
                       {"a4", "excess kurtosis", Role::kShape}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"gcas"},
        .example = {.parameters = {0.5, 5, 10, 1.2, 0.4, 0.3}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [y0, xc, A, w, a3, a4] = p;

    const T z = (x - xc) / w;
    const T z2 = square(z);
    const T terms = 1.0 + a3 / 6.0 * z * (z2 - 3.0) + a4 / 24.0 * (z2 * (z2 - 6.0) + 3.0);
    return y0 + A / (kSqrt2Pi * w) * exp(-0.5 * z2) * terms;
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y, Baseline::kFree);
    // The area, its skewness and its excess enter linearly.
    const Basis basis = [](double u, const double* s, double* phi) {
      const double z = (u - s[0]) / s[1];
      phi[0] = std::exp(-0.5 * z * z);
      phi[1] = phi[0] * z * (z * z - 3) / 6;
      phi[2] = phi[0] * (z * z * (z * z - 6) + 3) / 24;
      phi[3] = 1;
    };
    const double w = peak.fwhm / kFwhmOverSigma;
    // Four terms describe a peak at many a mean and width; the plain Gaussian's are the place to
    // begin.
    const Points points = sorted_points(x[0], y);
    const Basis plain = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(-0.5 * square((u - s[0]) / s[1]));
      phi[1] = 1;
    };
    const Projection gaussian = project(points, 2, plain, {{peak.center, w}}, {w / 4});
    const Projection best = project(points, 4, basis, {gaussian.s}, {w / 10, w / 10});
    const double size = std::abs(best.s[1]);
    const double odd = best.s[1] < 0 ? -1 : 1;
    return {best.c[3],
            best.s[0],
            best.c[0] * kSqrt2Pi * size,
            size,
            odd * best.c[1] / best.c[0],
            best.c[2] / best.c[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(gram_charlier, GramCharlier)

}  // namespace fitd::models
