#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct ExpGrowth {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "exp_growth",
        .description = "Exponential growth.",
        .formula = "y0*exp(k*x)",
        .parameters = {{"y0", "value at x = 0, in y", Role::kHeight},
                       {"k", "rate, in 1/x; the doubling time is log(2)/k", Role::kRate}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"malthusian"},
        .example = {.parameters = {0.5, 0.4}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [y0, k] = p;
    return y0 * exp(k * x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [y0, k] = p;
    return {{"doubling_time", "time in which the value doubles, in x", kLn2 / k},
            {"tau", "time constant, in x", 1 / k}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y);
    return {e.amplitude, -e.rate};
  }
};

}  // namespace

FITD_DEFINE_MODEL(exp_growth, ExpGrowth)

}  // namespace fitd::models
