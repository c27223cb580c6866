#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Boltzmann {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "boltzmann",
        .description = "Boltzmann sigmoid.",
        .formula = "A2 + (A1 - A2)/(1 + exp((x - x0)/dx))",
        .parameters = {{"A1", "level on the left (dx > 0), in y", Role::kOffset},
                       {"A2", "level on the right, in y", Role::kHeight},
                       {"x0", "where the middle is reached, in x", Role::kLocation},
                       {"dx", "width, in x", Role::kScale}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {1, 6, 5, 1.2}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [A1, A2, x0, dx] = p;
    return A2 + (A1 - A2) * logistic((x0 - x) / dx);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [A1, A2, x0, dx] = p;
    return {{"max_rate", "slope at x0, in y per x", 0.25 * (A2 - A1) / dx}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y);
    return {step.left, step.right, step.center, step.width};
  }
};

}  // namespace

FITD_DEFINE_MODEL(boltzmann, Boltzmann)

}  // namespace fitd::models
