#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct L4 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "l_4",
        .description = "Logistic response to a logarithmic dose, between two limits.",
        .formula = "c + (d - c)/(1 + exp(b*(x - e)))",
        .parameters = {{"b", "slope, in 1/x; positive where the curve falls from d to c",
                        Role::kRate},
                       {"c", "lower limit, in y", Role::kOffset},
                       {"d", "upper limit, in y", Role::kHeight},
                       {"e", "dose of half the effect (ED50), in x", Role::kLocation}},
        .predictors = {{"x", "dose"}},

        .example = {.parameters = {1.5, 1, 8, 5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, c, d, e] = p;
    return c + (d - c) * logistic(b * (e - x));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, c, d, e] = p;
    return {{"ec10", "dose of 10 percent of the effect, in x", e - 2.19722457733621938 / abs(b)},
            {"ec50", "dose of half the effect, in x", e},
            {"ec90", "dose of 90 percent of the effect, in x", e + 2.19722457733621938 / abs(b)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y);
    const bool falls = step.left > step.right;
    const double low = falls ? step.right : step.left;
    const double high = falls ? step.left : step.right;
    return {(falls ? 1 : -1) / step.width, low, high, step.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(l_4, L4)

}  // namespace fitd::models
