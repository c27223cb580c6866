#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Asymp {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "asymp",
        .description = "Asymptotic regression.",
        .formula = "Asym + (R0 - Asym)*exp(-exp(lrc)*x)",
        .parameters = {{"Asym", "level that the curve ends at, in y", Role::kHeight},
                       {"R0", "value at x = 0, in y", Role::kOffset},
                       {"lrc", "logarithm of the rate, in 1/x", Role::kShape}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"ssasymp"},
        .example = {.parameters = {10, 2, -1}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Asym, R0, lrc] = p;
    return Asym + (R0 - Asym) * exp(-exp(lrc) * x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Asym, R0, lrc] = p;
    return {{"rate", "rate constant, in 1/x", exp(lrc)},
            {"half_life", "half-life, in x", kLn2 * exp(-lrc)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y, Baseline::kFree);
    return {e.offset, e.offset + e.amplitude, std::log(std::abs(e.rate))};
  }
};

}  // namespace

FITD_DEFINE_MODEL(asymp, Asymp)

}  // namespace fitd::models
