#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct G4 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "g_4",
        .description = "Gompertz dose response between two limits.",
        .formula = "c + (d - c)*exp(-exp(b*(x - e)))",
        .parameters = {{"b", "slope, in 1/x; positive where the curve falls from d to c",
                        Role::kRate},
                       {"c", "lower limit, in y", Role::kOffset},
                       {"d", "upper limit, in y", Role::kHeight},
                       {"e", "dose at the inflection, in x", Role::kLocation}},
        .predictors = {{"x", "dose"}},
        .example = {.parameters = {0.5, 1, 8, 10}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, c, d, e] = p;

    return c + (d - c) * exp(-exp(b * (x - e)));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, c, d, e] = p;
    return {{"ec10", "dose of 10 percent of the effect, in x",
             e + select(b > 0, Symbol(-2.25036732731244529), Symbol(0.834032445247955800)) / b},
            {"ec50", "dose of half the effect, in x", e - 0.366512920581664327 / b},
            {"ec90", "dose of 90 percent of the effect, in x",
             e + select(b > 0, Symbol(0.834032445247955800), Symbol(-2.25036732731244529)) / b}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y);
    const bool falls = step.left > step.right;
    const double low = falls ? step.right : step.left;
    const double high = falls ? step.left : step.right;
    const double slope = 0.7 / step.width;
    return {falls ? slope : -slope, low, high, step.center};
  }
};

}  // namespace

FITD_DEFINE_MODEL(g_4, G4)

}  // namespace fitd::models
