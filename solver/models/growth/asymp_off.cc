#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct AsympOff {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "asymp_off",
        .description = "Asymptotic regression with an offset in x.",
        .formula = "Asym*(1 - exp(-exp(lrc)*(x - c0)))",
        .parameters = {{"Asym", "level that the curve ends at, in y", Role::kHeight},
                       {"lrc", "logarithm of the rate, in 1/x", Role::kShape},
                       {"c0", "where the curve is 0, in x", Role::kLocation}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"ssasympoff"},
        .example = {.parameters = {10, -1, -1.5}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Asym, lrc, c0] = p;
    return -Asym * expm1(-exp(lrc) * (x - c0));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Asym, lrc, c0] = p;
    return {{"rate", "rate constant, in 1/x", exp(lrc)},
            {"half_life", "half-life, in x", kLn2 * exp(-lrc)},
            {"initial", "value at x = 0, in y", -Asym * expm1(exp(lrc) * c0)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y, Baseline::kFree);
    const double rate = std::abs(e.rate);
    return {e.offset, std::log(rate), std::log(-e.amplitude / e.offset) / rate};
  }
};

}  // namespace

FITD_DEFINE_MODEL(asymp_off, AsympOff)

}  // namespace fitd::models
