#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Pearson4 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "pearson4",
        .description = "Pearson's type IV distribution, by its area: type VII with a skew.",
        .formula =
            "amplitude*|Gamma(expon + i*skew/2)/Gamma(expon)|^2/(sigma*B(expon - 1/2, 1/2)) * (1 + "
            "u^2)^(-expon) * exp(-skew*atan(u)), u = (x - center)/sigma",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "location; the maximum where skew is 0, in x", Role::kLocation},
                       {"sigma", "width, in x", Role::kScale, 0},
                       {"expon", "exponent of the wings", Role::kShape, 0.5},
                       {"skew", "skew; positive: a tail to the left", Role::kShape}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"pearson_iv"},
        .example = {.parameters = {10, 5, 1.2, 2, -1.5}, .ranges = {{0, 15}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, expon, skew] = p;

    const T u = (x - center) / sigma;
    const T norm =
        gamma_decay(expon, 0.5 * skew) * gamma_half_ratio(expon - 0.5) / (kSqrtPi * sigma);
    return amplitude * norm * exp(-expon * log1p(square(u)) - skew * atan(u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, expon, skew] = p;
    return {{"maximum_at", "position of the maximum, in x", center - 0.5 * sigma * skew / expon},
            {"height", "height of the maximum, in y",
             value<Symbol, Symbol>({center - 0.5 * sigma * skew / expon}, p)},
            {"mean", "mean of the distribution, in x",
             center - 0.5 * sigma * skew / select(expon > 1, expon - 1, Symbol(0))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>(
          {u}, {1, s[0], std::abs(s[1]), s[3] > 0.5 ? s[3] : std::nan(""), s[2]});
    };
    const double w = peak.fwhm;
    std::vector<Candidate> candidates;
    for (const Candidate& s :
         all_triples({peak.center - 0.5 * w, peak.center, peak.center + 0.5 * w}, {0.5 * w, w},
                     {-4, -1, 0, 1, 4})) {
      for (const double expon : {1.0, 2.0, 5.0}) candidates.push_back({s[0], s[1], s[2], expon});
    }
    const Projection best =
        project(sorted_points(x[0], y), 1, basis, candidates, {w / 3, 0, 0.5, 0.5});
    return {best.c[0], best.s[0], std::abs(best.s[1]), best.s[3], best.s[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(pearson4, Pearson4)

}  // namespace fitd::models
