#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Ll2 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "ll_2",
        .description = "Log-logistic dose response from 1 to 0 (b > 0).",
        .formula = "1/(1 + (x/e)^b)",
        .parameters = {{"b", "slope at the middle, in log(x); positive for a falling curve",
                        Role::kShape},
                       {"e", "dose of half the effect (ED50), in x", Role::kScale, 0}},
        .predictors = {{"x", "dose, not negative"}},

        .example = {.parameters = {2, 3}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, e] = p;
    return hill(x / e, -b);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, e] = p;
    return {{"ec10", "dose of 10 percent of the effect, in x", e * pow(9.0, -1 / abs(b))},
            {"ec50", "dose of half the effect, in x", e},
            {"ec90", "dose of 90 percent of the effect, in x", e * pow(9.0, 1 / abs(b))},
            {"pec50", "-log10 of the ec50", -log10(e)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y);
    return {step.right > step.left ? -step.slope : step.slope, step.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ll_2, Ll2)

}  // namespace fitd::models
