#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct ExpOffset {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "exp_offset",
        .description = "Exponential decay to an offset.",
        .formula = "amplitude*exp(-x/decay) + offset",
        .parameters = {{"amplitude", "value at x = 0 above the offset, in y", Role::kHeight},
                       {"decay", "length of the decay, in x; negative for growth", Role::kScale},
                       {"offset", "level that the decay ends at, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"expdec1"},
        .example = {.parameters = {3, 2.5, 1}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, decay, offset] = p;
    return amplitude * exp(-x / decay) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, decay, offset] = p;
    return {{"half_life", "half-life of the decay, in x", kLn2 * decay},
            {"rate", "rate of the decay, in 1/x", 1 / decay}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y, Baseline::kFree);
    return {e.amplitude, 1 / e.rate, e.offset};
  }
};

}  // namespace

FITD_DEFINE_MODEL(exp_offset, ExpOffset)

}  // namespace fitd::models
