#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct VonBertalanffy {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "von_bertalanffy",
        .description = "Length of a growing fish.",
        .formula = "Linf*(1 - exp(-K*(x - t0)))",
        .parameters = {{"Linf", "length that the growth ends at, in y", Role::kHeight},
                       {"K", "rate, in 1/x", Role::kRate, 0},
                       {"t0", "age at which the length would be 0, in x", Role::kLocation}},
        .predictors = {{"x", "age"}},

        .example = {.parameters = {60, 0.3, -0.8}, .ranges = {{0, 15}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Linf, K, t0] = p;
    return -Linf * expm1(-K * (x - t0));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Linf, K, t0] = p;
    return {{"half_life", "time in which half of what is left is grown, in x", kLn2 / K},
            {"initial", "value at x = 0, in y", -Linf * expm1(K * t0)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y, Baseline::kFree);
    return {e.offset, e.rate, std::log(-e.amplitude / e.offset) / e.rate};
  }
};

}  // namespace

FITD_DEFINE_MODEL(von_bertalanffy, VonBertalanffy)

}  // namespace fitd::models
