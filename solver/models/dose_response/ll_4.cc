#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Ll4 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "ll_4",
        .description = "Log-logistic dose response between two limits.",
        .formula = "c + (d - c)/(1 + (x/e)^b)",
        .parameters =
            {{"b", "slope at the middle, in log(x); positive where the curve falls from d to c",
              Role::kShape},
             {"c", "lower limit, in y", Role::kOffset},
             {"d", "upper limit, in y", Role::kHeight},
             {"e", "dose of half the effect (ED50), in x", Role::kScale, 0}},
        .predictors = {{"x", "dose, not negative"}},
        .aliases = {"four_parameter_logistic"},
        .example = {.parameters = {2, 1, 8, 3}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, c, d, e] = p;
    return c + (d - c) * hill(x / e, -b);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, c, d, e] = p;
    return {{"ec10", "dose of 10 percent of the effect, in x", e * pow(9.0, -1 / abs(b))},
            {"ec50", "dose of half the effect, in x", e},
            {"ec90", "dose of 90 percent of the effect, in x", e * pow(9.0, 1 / abs(b))},
            {"pec50", "-log10 of the ec50", -log10(e)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LogStepEstimate step = estimate_log_step(x[0], y);
    const bool falls = step.left > step.right;
    const double low = falls ? step.right : step.left;
    const double high = falls ? step.left : step.right;
    return {falls ? step.slope : -step.slope, low, high, step.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ll_4, Ll4)

}  // namespace fitd::models
