#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Richards {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "richards",
        .description = "Richards growth: logistic (nu = 1) with a movable inflection.",
        .formula = "Asym*(1 + nu*exp(-(x - xmid)/scal))^(-1/nu)",
        .parameters = {{"Asym", "level that the growth ends at, in y", Role::kHeight},
                       {"xmid", "inflection, in x", Role::kLocation},
                       {"scal", "time scale, in x", Role::kScale, 0},
                       {"nu", "asymmetry; tends to Gompertz at 0", Role::kShape, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {6, 5, 1.2, 0.5}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Asym, xmid, scal, nu] = p;
    // log(1 + nu exp(-u)) without overflow.
    return Asym * exp(-softplus(log(nu) - (x - xmid) / scal) / nu);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Asym, xmid, scal, nu] = p;
    return {{"max_rate", "slope at xmid, the greatest, in y per x",
             Asym / scal * pow(1 + nu, -1 / nu - 1)},
            {"inflection_y", "value at xmid, in y", Asym * pow(1 + nu, -1 / nu)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y, Baseline::kZero);
    return {step.right, step.center, step.width, 1};
  }
};

}  // namespace

FITD_DEFINE_MODEL(richards, Richards)

}  // namespace fitd::models
