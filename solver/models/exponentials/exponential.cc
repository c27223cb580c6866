#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Exponential {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "exponential",
        .description = "Exponential decay to zero.",
        .formula = "amplitude*exp(-x/decay)",
        .parameters = {{"amplitude", "value at x = 0, in y", Role::kHeight},
                       {"decay", "length of the decay, in x; negative for growth", Role::kScale}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"exp_decay"},
        .example = {.parameters = {3, 2.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, decay] = p;
    return amplitude * exp(-x / decay);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, decay] = p;
    return {{"half_life", "time after which half is left, in x", kLn2 * decay},
            {"rate", "rate of the decay, in 1/x", 1 / decay},
            {"area", "area from x = 0 on, in y times x", amplitude * decay}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y);
    return {e.amplitude, 1 / e.rate};
  }
};

}  // namespace

FITD_DEFINE_MODEL(exponential, Exponential)

}  // namespace fitd::models
