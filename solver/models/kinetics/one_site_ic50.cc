#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct OneSiteIc50 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "one_site_ic50",
        .description = "Competition for one site against the decimal logarithm of the competitor.",
        .formula = "Bottom + (Top - Bottom)/(1 + 10^(x - LogIC50))",
        .parameters = {{"Top", "upper plateau, in y", Role::kHeight},
                       {"Bottom", "lower plateau, in y", Role::kOffset},
                       {"LogIC50", "logarithm of the concentration of half the effect",
                        Role::kLocation}},
        .predictors = {{"x", "log10 of the competitor's concentration"}},

        .example = {.parameters = {95, 5, -6}, .ranges = {{-9, -3}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Top, Bottom, LogIC50] = p;
    return Bottom + (Top - Bottom) * logistic(kLn10 * (LogIC50 - x));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Top, Bottom, LogIC50] = p;
    return {{"ic50", "concentration of half the effect", exp(kLn10 * LogIC50)},
            {"span", "distance of the plateaus, in y", Top - Bottom}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y);
    return {step.left, step.right, step.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(one_site_ic50, OneSiteIc50)

}  // namespace fitd::models
