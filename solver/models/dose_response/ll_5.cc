#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Ll5 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "ll_5",
        .description = "Asymmetric log-logistic dose response between two limits.",
        .formula = "c + (d - c)/(1 + (x/e)^b)^f",
        .parameters = {{"b", "slope, in log(x); positive where the curve falls from d to c",
                        Role::kShape},
                       {"c", "lower limit, in y", Role::kOffset},
                       {"d", "upper limit, in y", Role::kHeight},
                       {"e", "dose scale, in x; the ED50 for f = 1", Role::kScale, 0},
                       {"f", "asymmetry", Role::kShape, 0}},
        .predictors = {{"x", "dose, not negative"}},
        .aliases = {"five_parameter_logistic"},
        .example = {.parameters = {2, 1, 8, 3, 0.6}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, c, d, e, f] = p;
    return c + (d - c) * pow(hill(x / e, -b), f);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, c, d, e, f] = p;
    return {{"ec50", "dose of half the effect, in x", e * pow(expm1(kLn2 / f), 1 / b)},
            {"pec50", "-log10 of the ec50", -log10(e * pow(expm1(kLn2 / f), 1 / b))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y);
    const bool falls = step.left > step.right;
    const double low = falls ? step.right : step.left;
    const double high = falls ? step.left : step.right;
    return {falls ? step.slope : -step.slope, low, high, step.center, 1};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ll_5, Ll5)

}  // namespace fitd::models
