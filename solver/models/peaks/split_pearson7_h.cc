#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct SplitPearson7H {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "split_pearson7_h",
        .description =
            "Pearson's type VII by its height, with a width and an exponent of its own on each "
            "side.",
        .formula =
            "height*(1 + u^2*(2^(1/m) - 1))^(-m), u = (x - center)/s; s = sigma, m = expon for x < "
            "center, else sigma_r, expon_r",
        .parameters = {{"height", "height of the maximum, in y", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "half width at half maximum on the left, in x", Role::kScale, 0},
                       {"sigma_r", "half width at half maximum on the right, in x", Role::kScale,
                        0},
                       {"expon", "exponent of the left wing", Role::kShape, 0.5},
                       {"expon_r", "exponent of the right wing", Role::kShape, 0.5}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"split_pearson7"},
        .example = {.parameters = {3, 4.5, 0.8, 1.5, 1.3, 2.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [height, center, sigma, sigma_r, expon, expon_r] = p;

    const auto side = [&](const T& hwhm, const T& m) {
      return height * exp(-m * log1p(square((x - center) / hwhm) * expm1(kLn2 / m)));
    };
    return select(x < center, side(sigma, expon), side(sigma_r, expon_r));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [height, center, sigma, sigma_r, expon, expon_r] = p;
    return {{"fwhm", "full width at half maximum, in x", sigma + sigma_r},
            {"area", "area under the peak, in y times x",
             0.5 * kSqrtPi * height *
                 (sigma / sqrt(expm1(kLn2 / expon)) / gamma_half_ratio(expon - 0.5) +
                  sigma_r / sqrt(expm1(kLn2 / expon_r)) / gamma_half_ratio(expon_r - 0.5))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    constexpr double kExpon = 1.7;  // between a Lorentzian and a Gaussian
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] =
          value<double, double>({u}, {1, s[0], std::abs(s[1]), std::abs(s[2]), kExpon, kExpon});
    };
    const double w = peak.fwhm;
    const std::vector<Candidate> candidates =
        all_triples({peak.center - 0.25 * w, peak.center, peak.center + 0.25 * w},
                    {0.3 * w, 0.5 * w, 0.7 * w}, {0.3 * w, 0.5 * w, 0.7 * w});
    const Projection best = project(sorted_points(x[0], y), 1, basis, candidates, {w / 6});
    return {best.c[0], best.s[0], std::abs(best.s[1]), std::abs(best.s[2]), kExpon, kExpon};
  }
};

}  // namespace

FITD_DEFINE_MODEL(split_pearson7_h, SplitPearson7H)

}  // namespace fitd::models
