#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Exd3 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "exd_3",
        .description = "Exponential decay of the response with the dose.",
        .formula = "c + (d - c)*exp(-x/e)",
        .parameters = {{"c", "lower limit, in y", Role::kOffset},
                       {"d", "response at dose 0, in y", Role::kHeight},
                       {"e", "dose by which the effect falls to 1/e, in x", Role::kScale, 0}},
        .predictors = {{"x", "dose"}},

        .example = {.parameters = {1, 8, 3}, .ranges = {{0, 15}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [c, d, e] = p;
    return c + (d - c) * exp(-x / e);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [c, d, e] = p;
    return {{"ec10", "dose of 10 percent of the effect, in x", 0.105360515657826301 * e},
            {"ec50", "dose of half the effect, in x", kLn2 * e},
            {"ec90", "dose of 90 percent of the effect, in x", kLn10 * e}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y, Baseline::kFree);
    return {e.offset, e.offset + e.amplitude, 1 / e.rate};
  }
};

}  // namespace

FITD_DEFINE_MODEL(exd_3, Exd3)

}  // namespace fitd::models
