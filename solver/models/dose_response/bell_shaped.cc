#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct BellShaped {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 7;

  static ModelInfo info() {
    return {
        .name = "bell_shaped",
        .description =
            "Bell-shaped response to the decimal logarithm of the dose: the sum of a rise and a "
            "fall.",
        .formula =
            "Dip + (Plateau1 - Dip)/(1 + 10^((LogEC50_1 - x)*nH1)) + (Plateau2 - Dip)/(1 + 10^((x "
            "- LogEC50_2)*nH2))",
        .parameters = {{"Dip", "level between the two sections, in y", Role::kOffset},
                       {"Plateau1", "level that the first section leads to, in y", Role::kHeight},
                       {"Plateau2", "level that the second section leads to, in y", Role::kHeight},
                       {"LogEC50_1", "middle of the first section", Role::kLocation},
                       {"LogEC50_2", "middle of the second section", Role::kLocation},
                       {"nH1", "slope of the first section", Role::kRate},
                       {"nH2", "slope of the second section", Role::kRate}},
        .predictors = {{"x", "log10 of the concentration"}},
        .aliases = {"bell_shaped_dose_response"},
        .example = {.parameters = {90, 10, 30, -4.5, -7.5, 1.1, 1.3}, .ranges = {{-10, -2}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Dip, Plateau1, Plateau2, LogEC50_1, LogEC50_2, nH1, nH2] = p;

    const T first = logistic(kLn10 * (x - LogEC50_1) * nH1);
    const T second = logistic(kLn10 * (LogEC50_2 - x) * nH2);
    return Dip + (Plateau1 - Dip) * first + (Plateau2 - Dip) * second;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Dip, Plateau1, Plateau2, LogEC50_1, LogEC50_2, nH1, nH2] = p;
    return {
        {"ec50_1", "concentration at the middle of the first section", exp(kLn10 * LogEC50_1)},
        {"ec50_2", "concentration at the middle of the second section", exp(kLn10 * LogEC50_2)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = logistic(kLn10 * (u - s[0]) * s[2]);
      phi[1] = logistic(kLn10 * (s[1] - u) * s[3]);
      phi[2] = 1;
    };
    const double slope = 4 / points.span();
    std::vector<Candidate> candidates;
    for (const Candidate& pair : ordered_pairs(location_grid(points))) {
      for (const double part : {1.0, 2.5}) {
        candidates.push_back({pair[1], pair[0], part * slope, part * slope});
      }
    }
    const double step = points.span() / 24;
    const Projection best = project(points, 3, basis, candidates, {step, step, 0, 0});
    return {
        best.c[2], best.c[2] + best.c[0], best.c[2] + best.c[1], best.s[0], best.s[1], best.s[2],
        best.s[3]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(bell_shaped, BellShaped)

}  // namespace fitd::models
