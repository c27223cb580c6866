#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct SplitPvoigtH {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "split_pvoigt_h",
        .description =
            "Pseudo-Voigt by its height, with a width and a share of its own on each side.",
        .formula =
            "height*((1 - f)*exp(-log(2)*u^2) + f/(1 + u^2)), u = (x - center)/s; s = sigma, f = "
            "fraction for x < center, else sigma_r, fraction_r",
        .parameters = {{"height", "height of the maximum, in y", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "half width at half maximum on the left, in x", Role::kScale, 0},
                       {"sigma_r", "half width at half maximum on the right, in x", Role::kScale,
                        0},
                       {"fraction", "share of the Lorentzian on the left", Role::kShape, 0, 1},
                       {"fraction_r", "share of the Lorentzian on the right", Role::kShape, 0, 1}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"split_pseudo_voigt"},
        .example = {.parameters = {3, 4.5, 0.8, 1.5, 0.3, 0.6}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [height, center, sigma, sigma_r, fraction, fraction_r] = p;

    const auto side = [&](const T& hwhm, const T& share) {
      const T u2 = square((x - center) / hwhm);
      return height * ((1.0 - share) * exp(-kLn2 * u2) + share / (1.0 + u2));
    };
    return select(x < center, side(sigma, fraction), side(sigma_r, fraction_r));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [height, center, sigma, sigma_r, fraction, fraction_r] = p;
    return {{"fwhm", "full width at half maximum, in x", sigma + sigma_r},
            {"area", "area under the peak, in y times x",
             0.5 * height *
                 (sigma * (2.12893403886245236 * (1 - fraction) + kPi * fraction) +
                  sigma_r * (2.12893403886245236 * (1 - fraction_r) + kPi * fraction_r))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], std::abs(s[1]), std::abs(s[2]), 0.5, 0.5});
    };
    const double w = peak.fwhm;
    const std::vector<Candidate> candidates =
        all_triples({peak.center - 0.25 * w, peak.center, peak.center + 0.25 * w},
                    {0.3 * w, 0.5 * w, 0.7 * w}, {0.3 * w, 0.5 * w, 0.7 * w});
    const Projection best = project(sorted_points(x[0], y), 1, basis, candidates, {w / 6});
    return {best.c[0], best.s[0], std::abs(best.s[1]), std::abs(best.s[2]), 0.5, 0.5};
  }
};

}  // namespace

FITD_DEFINE_MODEL(split_pvoigt_h, SplitPvoigtH)

}  // namespace fitd::models
