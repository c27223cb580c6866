#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct OneSiteHill {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "one_site_hill",
        .description = "Specific binding with a Hill slope.",
        .formula = "Bmax*x^h/(Kd^h + x^h)",
        .parameters = {{"Bmax", "greatest binding, in y", Role::kHeight},
                       {"h", "Hill slope", Role::kShape},
                       {"Kd", "ligand of half the greatest binding, in x", Role::kScale, 0}},
        .predictors = {{"x", "ligand concentration, not negative"}},

        .example = {.parameters = {50, 1.6, 4}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Bmax, h, Kd] = p;
    return Bmax * hill(x / Kd, h);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Bmax, h, Kd] = p;
    return {{"x10", "concentration of 10 percent of Bmax, in x", Kd * pow(9.0, -1 / h)},
            {"x90", "concentration of 90 percent of Bmax, in x", Kd * pow(9.0, 1 / h)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y, Baseline::kZero);
    return {step.right, step.slope, step.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(one_site_hill, OneSiteHill)

}  // namespace fitd::models
