#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistEckerle4 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "nist_eckerle4",
        .description = "Circular interference transmittance: NIST's Eckerle4.",
        .formula = "(b1/b2)*exp(-0.5*((x-b3)/b2)^2)",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "scale b2 of the formula", Role::kScale},
                       {"b3", "location b3 of the formula", Role::kLocation}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {1.5543827178, 4.0888321754, 451.54121844},
                    .ranges = {{400, 500}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3] = p;
    return (b1 / b2) * exp(-0.5 * square((x - b3) / b2));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const double sigma = peak.fwhm / kFwhmOverSigma;
    return {peak.height * sigma, sigma, peak.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_eckerle4, NistEckerle4)

}  // namespace fitd::models
