#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Agonist5p {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "agonist_5p",
        .description =
            "Response to the decimal logarithm of an agonist's concentration, asymmetric.",
        .formula =
            "Bottom + (Top - Bottom)/(1 + 10^((LogXb - x)*HillSlope))^S, LogXb = LogEC50 + "
            "log10(2^(1/S) - 1)/HillSlope",
        .parameters = {{"Bottom", "lower plateau, in y", Role::kOffset},
                       {"Top", "upper plateau, in y", Role::kHeight},
                       {"LogEC50", "logarithm of the concentration of half the effect",
                        Role::kLocation},
                       {"HillSlope", "slope of the curve", Role::kRate},
                       {"S", "asymmetry; 1: none", Role::kShape, 0}},
        .predictors = {{"x", "log10 of the concentration"}},
        .aliases = {"log_agonist_asymmetric"},
        .example = {.parameters = {2, 95, -6, 1.2, 0.5}, .ranges = {{-9, -3}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Bottom, Top, LogEC50, HillSlope, S] = p;

    // (1 + exp(t))^(-S), t = log(2^(1/S) - 1) where x = LogEC50.
    const T t = kLn10 * (LogEC50 - x) * HillSlope + log(expm1(kLn2 / S));
    return Bottom + (Top - Bottom) * exp(-S * softplus(t));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Bottom, Top, LogEC50, HillSlope, S] = p;
    return {{"ec50", "concentration of half the effect", exp(kLn10 * LogEC50)},
            {"span", "distance of the plateaus, in y", Top - Bottom}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = s[2] > 0 ? value<double, double>({u}, {0, 1, s[0], s[1], s[2]}) : std::nan("");
      phi[1] = 1;
    };
    const double w = step.width;
    const double slope = (step.right > step.left ? 1 : -1) / (kLn10 * w);
    const Projection best = project(sorted_points(x[0], y), 2, basis,
                                    all_triples({step.center - w, step.center, step.center + w},
                                                {0.6 * slope, slope, 2 * slope}, {0.3, 1, 3}),
                                    {w});
    return {best.c[1], best.c[1] + best.c[0], best.s[0], best.s[1], best.s[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(agonist_5p, Agonist5p)

}  // namespace fitd::models
