#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Agonist4p {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "agonist_4p",
        .description = "Response to the decimal logarithm of an agonist's concentration.",
        .formula = "Bottom + (Top - Bottom)/(1 + 10^((LogEC50 - x)*HillSlope))",
        .parameters = {{"Bottom", "lower plateau, in y", Role::kOffset},
                       {"Top", "upper plateau, in y", Role::kHeight},
                       {"LogEC50", "logarithm of the concentration of half the effect",
                        Role::kLocation},
                       {"HillSlope", "slope of the curve", Role::kRate}},
        .predictors = {{"x", "log10 of the concentration"}},
        .aliases = {"log_agonist_variable_slope"},
        .example = {.parameters = {2, 95, -6, 1.2}, .ranges = {{-9, -3}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Bottom, Top, LogEC50, HillSlope] = p;
    return Bottom + (Top - Bottom) * logistic(kLn10 * (x - LogEC50) * HillSlope);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Bottom, Top, LogEC50, HillSlope] = p;
    return {{"ec50", "concentration of half the effect", exp(kLn10 * LogEC50)},
            {"log_ec10", "logarithm of the concentration of 10 percent of the effect",
             LogEC50 - 0.954242509439324875 / abs(HillSlope)},
            {"log_ec90", "logarithm of the concentration of 90 percent of the effect",
             LogEC50 + 0.954242509439324875 / abs(HillSlope)},
            {"span", "distance of the plateaus, in y", Top - Bottom}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y);
    const bool rises = step.right > step.left;
    const double slope = 1 / (kLn10 * step.width);
    return {rises ? step.left : step.right, rises ? step.right : step.left, step.center,
            rises ? slope : -slope};
  }
};

}  // namespace

FITD_DEFINE_MODEL(agonist_4p, Agonist4p)

}  // namespace fitd::models
