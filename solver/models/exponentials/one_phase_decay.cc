#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct OnePhaseDecay {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "one_phase_decay",
        .description = "Exponential decay from y0 to a plateau.",
        .formula = "(y0 - plateau)*exp(-k*x) + plateau",
        .parameters = {{"y0", "value at x = 0, in y", Role::kHeight},
                       {"plateau", "level that the decay ends at, in y", Role::kOffset},
                       {"k", "rate, in 1/x; the half-life is log(2)/k", Role::kRate, 0}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"dissociation"},
        .example = {.parameters = {4, 1, 0.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [y0, plateau, k] = p;
    return (y0 - plateau) * exp(-k * x) + plateau;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [y0, plateau, k] = p;
    return {{"half_life", "half-life, in x", kLn2 / k},
            {"tau", "time constant, in x", 1 / k},
            {"span", "height of the decay, in y", y0 - plateau}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y, Baseline::kFree);
    return {e.amplitude + e.offset, e.offset, e.rate};
  }
};

}  // namespace

FITD_DEFINE_MODEL(one_phase_decay, OnePhaseDecay)

}  // namespace fitd::models
