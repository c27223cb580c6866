#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct OnePhaseAssociation {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "one_phase_association",
        .description = "Exponential rise from y0 to a plateau.",
        .formula = "y0 + (plateau - y0)*(1 - exp(-k*x))",
        .parameters = {{"y0", "value at x = 0, in y", Role::kOffset},
                       {"plateau", "level that the rise ends at, in y", Role::kHeight},
                       {"k", "rate, in 1/x", Role::kRate, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {1, 4, 0.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [y0, plateau, k] = p;
    return y0 - (plateau - y0) * expm1(-k * x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [y0, plateau, k] = p;
    return {{"half_life", "half-life, in x", kLn2 / k},
            {"tau", "time constant, in x", 1 / k},
            {"span", "height of the rise, in y", plateau - y0}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y, Baseline::kFree);
    return {e.amplitude + e.offset, e.offset, e.rate};
  }
};

}  // namespace

FITD_DEFINE_MODEL(one_phase_association, OnePhaseAssociation)

}  // namespace fitd::models
