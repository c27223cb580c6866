#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Fermi {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "fermi",
        .description = "Fermi-Dirac distribution.",
        .formula = "amplitude/(exp((x - center)/kt) + 1)",
        .parameters = {{"amplitude", "level far below the chemical potential, in y", Role::kHeight},
                       {"center", "chemical potential, in x", Role::kLocation},
                       {"kt", "thermal energy, in x", Role::kScale, 0}},
        .predictors = {{"x", "energy"}},
        .example = {.parameters = {2, 5, 0.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, kt] = p;
    return amplitude * logistic((center - x) / kt);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    std::vector<double> reversed(y.begin(), y.end());
    std::vector<double> negative(x[0].begin(), x[0].end());
    for (double& v : negative) v = -v;
    const StepEstimate step = estimate_step(negative, reversed, Baseline::kZero);
    return {step.right, -step.center, step.width};
  }
};

}  // namespace

FITD_DEFINE_MODEL(fermi, Fermi)

}  // namespace fitd::models
