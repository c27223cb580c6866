#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Asym2sig {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "asym2sig",
        .description = "Asymmetric double sigmoid: a step up times a step down.",
        .formula = "y0 + A/(1 + exp(-(x - xc + w1/2)/w2))*(1 - 1/(1 + exp(-(x - xc - w1/2)/w3)))",
        .parameters = {{"y0", "level far from the peak, in y", Role::kOffset},
                       {"xc", "middle between the steps, in x", Role::kLocation},
                       {"A", "factor, in y; the height where the steps are far apart",
                        Role::kHeight},
                       {"w1", "distance between the steps, in x", Role::kScale, 0},
                       {"w2", "width of the step up, in x", Role::kScale, 0},
                       {"w3", "width of the step down, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"asymmetric_double_sigmoid"},
        .example = {.parameters = {0.5, 5, 3, 3, 0.4, 0.8}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [y0, xc, A, w1, w2, w3] = p;

    return y0 + A * logistic((x - xc + 0.5 * w1) / w2) * logistic((xc + 0.5 * w1 - x) / w3);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y, Baseline::kFree);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] =
          value<double, double>({u}, {0, s[0], 1, std::abs(s[1]), std::abs(s[2]), std::abs(s[3])});
      phi[1] = 1;
    };
    const double w = peak.fwhm;
    std::vector<Candidate> candidates;
    for (const double width : {0.5, 1.0}) {
      for (const Candidate& s : all_pairs({0.03, 0.1, 0.25}, {0.03, 0.1, 0.25})) {
        candidates.push_back({peak.center, width * w, s[0] * w, s[1] * w});
      }
    }
    const Projection best = project(sorted_points(x[0], y), 2, basis, candidates, {w / 6});
    return {best.c[1],           best.s[0],           best.c[0],
            std::abs(best.s[1]), std::abs(best.s[2]), std::abs(best.s[3])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(asym2sig, Asym2sig)

}  // namespace fitd::models
