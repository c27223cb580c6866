#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct SplitLorentzian {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "split_lorentzian",
        .description =
            "Lorentzian with different widths left and right of its maximum, by its area.",
        .formula =
            "2*amplitude/(pi*(sigma + sigma_r)) / (1 + ((x - center)/s)^2), s = sigma for x < "
            "center, else sigma_r",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "half width at half maximum on the left, in x", Role::kScale, 0},
                       {"sigma_r", "half width at half maximum on the right, in x", Role::kScale,
                        0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {10, 4, 0.6, 1.3}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, sigma_r] = p;
    const T width = select(x < center, sigma, sigma_r);
    return 2.0 * amplitude / (kPi * (sigma + sigma_r)) / (1.0 + square((x - center) / width));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, sigma_r] = p;
    return {{"fwhm", "full width at half maximum, in x", sigma + sigma_r},
            {"height", "height of the maximum, in y", 2 * amplitude / (kPi * (sigma + sigma_r))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], std::abs(s[1]), std::abs(s[2])});
    };
    const double sigma = peak.fwhm / 2;
    const Projection best = project(points, 1, basis, {{peak.center, sigma, sigma}}, {sigma / 2});
    return {best.c[0], best.s[0], std::abs(best.s[1]), std::abs(best.s[2])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(split_lorentzian, SplitLorentzian)

}  // namespace fitd::models
