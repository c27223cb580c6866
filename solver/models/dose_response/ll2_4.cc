#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Ll24 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "ll2_4",
        .description =
            "Log-logistic dose response between two limits, by the logarithm of its ED50.",
        .formula = "c + (d - c)/(1 + exp(b*(log(x) - e)))",
        .parameters = {{"b", "slope, in log(x); positive where the curve falls from d to c",
                        Role::kShape},
                       {"c", "lower limit, in y", Role::kOffset},
                       {"d", "upper limit, in y", Role::kHeight},
                       {"e", "natural logarithm of the dose of half the effect", Role::kLocation}},
        .predictors = {{"x", "dose, not negative"}},
        .example = {.parameters = {2, 1, 8, 1.1}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, c, d, e] = p;

    return c + (d - c) * hill(x / exp(e), -b);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, c, d, e] = p;
    return {
        {"ec10", "dose of 10 percent of the effect, in x", exp(e - 2.19722457733621938 / abs(b))},
        {"ec50", "dose of half the effect, in x", exp(e)},
        {"ec90", "dose of 90 percent of the effect, in x", exp(e + 2.19722457733621938 / abs(b))},
        {"pec50", "-log10 of the ec50", -e / kLn10}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y);
    const bool falls = step.left > step.right;
    const double low = falls ? step.right : step.left;
    const double high = falls ? step.left : step.right;
    return {falls ? step.slope : -step.slope, low, high, std::log(step.center)};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ll2_4, Ll24)

}  // namespace fitd::models
