#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Extreme {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "extreme",
        .description = "Gumbel's peak function of chromatography, on a constant offset.",
        .formula = "y0 + A*exp(1 - u - exp(-u)), u = (x - xc)/w",
        .parameters = {{"y0", "level far from the peak, in y", Role::kOffset},
                       {"xc", "position of the maximum, in x", Role::kLocation},
                       {"w", "width, in x", Role::kScale, 0},
                       {"A", "height above the offset, in y", Role::kHeight}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"gumbel_peak"},
        .example = {.parameters = {0.5, 4, 0.9, 3}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [y0, xc, w, A] = p;
    const T u = (x - xc) / w;
    return y0 + A * exp(1.0 - u - exp(-u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [y0, xc, w, A] = p;
    return {{"fwhm", "full width at half maximum, in x", 2.44638603703012622 * w},
            {"area", "area under the peak, in y times x", 2.71828182845904524 * A * w}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y, Baseline::kFree);
    return {peak.baseline, peak.center, peak.fwhm / 2.45, peak.height};
  }
};

}  // namespace

FITD_DEFINE_MODEL(extreme, Extreme)

}  // namespace fitd::models
