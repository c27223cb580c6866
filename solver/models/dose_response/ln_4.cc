#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Ln4 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "ln_4",
        .description = "Log-normal (probit) dose response between two limits.",
        .formula = "c + (d - c)*Phi(b*log(x/e)), Phi the normal distribution function",
        .parameters = {{"b", "slope, in log(x); negative where the curve falls from d to c",
                        Role::kShape},
                       {"c", "lower limit, in y", Role::kOffset},
                       {"d", "upper limit, in y", Role::kHeight},
                       {"e", "dose of half the effect (ED50), in x", Role::kScale, 0}},
        .predictors = {{"x", "dose, not negative"}},

        .example = {.parameters = {-1.2, 1, 8, 3}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, c, d, e] = p;
    return c + 0.5 * (d - c) * erfc(-b * log(x / e) / kSqrt2);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, c, d, e] = p;
    return {
        {"ec10", "dose of 10 percent of the effect, in x", e * exp(-1.28155156554460047 / abs(b))},
        {"ec50", "dose of half the effect, in x", e},
        {"ec90", "dose of 90 percent of the effect, in x", e * exp(1.28155156554460047 / abs(b))},
        {"pec50", "-log10 of the ec50", -log10(e)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y);
    const bool falls = step.left > step.right;
    const double low = falls ? step.right : step.left;
    const double high = falls ? step.left : step.right;
    const double slope = 0.6 * step.slope;
    return {falls ? -slope : slope, low, high, step.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ln_4, Ln4)

}  // namespace fitd::models
