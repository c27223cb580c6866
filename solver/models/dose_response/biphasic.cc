#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Biphasic {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 7;

  static ModelInfo info() {
    return {
        .name = "biphasic",
        .description = "Two log-logistic steps in the decimal logarithm of the dose.",
        .formula =
            "Bottom + (Top - Bottom)*(Frac/(1 + 10^((LogEC50_1 - x)*nH1)) + (1 - Frac)/(1 + "
            "10^((LogEC50_2 - x)*nH2)))",
        .parameters = {{"Bottom", "lower plateau, in y", Role::kOffset},
                       {"Top", "upper plateau, in y", Role::kHeight},
                       {"Frac", "share of the first step", Role::kShape, 0, 1},
                       {"LogEC50_1", "middle of the first step", Role::kLocation},
                       {"nH1", "slope of the first step", Role::kRate},
                       {"LogEC50_2", "middle of the second step", Role::kLocation},
                       {"nH2", "slope of the second step", Role::kRate}},
        .predictors = {{"x", "log10 of the concentration"}},

        .example = {.parameters = {2, 95, 0.4, -7.5, 1.2, -4.5, 1}, .ranges = {{-10, -2}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Bottom, Top, Frac, LogEC50_1, nH1, LogEC50_2, nH2] = p;
    const T first = logistic(kLn10 * (x - LogEC50_1) * nH1);
    const T second = logistic(kLn10 * (x - LogEC50_2) * nH2);
    return Bottom + (Top - Bottom) * (Frac * first + (1.0 - Frac) * second);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Bottom, Top, Frac, LogEC50_1, nH1, LogEC50_2, nH2] = p;
    return {{"ec50_1", "concentration at the middle of the first step", exp(kLn10 * LogEC50_1)},
            {"ec50_2", "concentration at the middle of the second step", exp(kLn10 * LogEC50_2)},
            {"span", "distance of the plateaus, in y", Top - Bottom}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = logistic(kLn10 * (u - s[0]) * s[2]);
      phi[1] = logistic(kLn10 * (u - s[1]) * s[3]);
      phi[2] = 1;
    };
    const double slope = 4 / points.span();
    std::vector<Candidate> candidates;
    for (const Candidate& pair : ordered_pairs(location_grid(points))) {
      for (const double part : {1.0, 2.5}) {
        candidates.push_back({pair[0], pair[1], part * slope, part * slope});
      }
    }
    const double step = points.span() / 24;
    const Projection best = project(points, 3, basis, candidates, {step, step, 0, 0});
    const double height = best.c[0] + best.c[1];
    return {best.c[2], best.c[2] + height, best.c[0] / height, best.s[0],
            best.s[2], best.s[1],          best.s[3]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(biphasic, Biphasic)

}  // namespace fitd::models
