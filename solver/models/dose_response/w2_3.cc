#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct W23 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "w2_3",
        .description = "Weibull dose response of type 2, from or down to zero.",
        .formula = "d*(1 - exp(-(x/e)^b))",
        .parameters = {{"b", "slope, in log(x); negative where the curve falls from d to 0",
                        Role::kShape},
                       {"d", "upper limit, in y", Role::kHeight},
                       {"e", "dose at the inflection, in x", Role::kScale, 0}},
        .predictors = {{"x", "dose, not negative"}},
        .example = {.parameters = {-1.5, 8, 3}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, d, e] = p;

    return -d * expm1(-pow(x / e, b));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, d, e] = p;
    return {{"ec10", "dose of 10 percent of the effect, in x",
             e * pow(select(b > 0, Symbol(0.105360515657826301), Symbol(kLn10)), 1 / b)},
            {"ec50", "dose of half the effect, in x", e * pow(kLn2, 1 / b)},
            {"ec90", "dose of 90 percent of the effect, in x",
             e * pow(select(b > 0, Symbol(kLn10), Symbol(0.105360515657826301)), 1 / b)},
            {"pec50", "-log10 of the ec50", -log10(e * pow(kLn2, 1 / b))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y);
    const bool falls = std::abs(step.left) > std::abs(step.right);
    const double high = falls ? step.left : step.right;
    return {falls ? -step.slope : step.slope, high, step.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(w2_3, W23)

}  // namespace fitd::models
