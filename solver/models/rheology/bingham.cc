#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Bingham {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "bingham",
        .description = "Shear stress of a Bingham plastic.",
        .formula = "tau0 + eta*x",
        .parameters = {{"tau0", "yield stress, in y", Role::kOffset},
                       {"eta", "plastic viscosity, in y per x", Role::kRate}},
        .predictors = {{"x", "shear rate"}},

        .example = {.parameters = {5, 0.8}, .ranges = {{0, 50}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [tau0, eta] = p;
    return tau0 + eta * x;
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const LineEstimate line = estimate_line(x[0], y);
    return {line.intercept, line.slope};
  }
};

}  // namespace

FITD_DEFINE_MODEL(bingham, Bingham)

}  // namespace fitd::models
