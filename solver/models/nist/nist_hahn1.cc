#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/nist/rational_guess.h"

namespace fitd::models {
namespace {

struct NistHahn1 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 7;

  static ModelInfo info() {
    return {
        .name = "nist_hahn1",
        .description =
            "Thermal expansion of copper, and electron mobility: NIST's Hahn1 and Thurber.",
        .formula = "(b1 + b2*x + b3*x^2 + b4*x^3)/(1 + b5*x + b6*x^2 + b7*x^3)",
        .parameters = {{"b1", "offset b1 of the formula", Role::kOffset},
                       {"b2", "rate or coefficient b2 of the formula", Role::kRate},
                       {"b3", "rate or coefficient b3 of the formula", Role::kRate},
                       {"b4", "rate or coefficient b4 of the formula", Role::kRate},
                       {"b5", "rate or coefficient b5 of the formula", Role::kRate},
                       {"b6", "rate or coefficient b6 of the formula", Role::kRate},
                       {"b7", "rate or coefficient b7 of the formula", Role::kRate}},
        .predictors = {{"x", "predictor"}},
        .aliases = {"nist_thurber"},
        .example = {.parameters = {1.0776351733, -0.12269296921, 0.004086375061, -1.4262662514e-06,
                                   -0.0057609940901, 0.00024053735503, -1.2314450199e-07},
                    .ranges = {{14.13, 851.61}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3, b4, b5, b6, b7] = p;
    const X x2 = x * x;
    const X x3 = x2 * x;
    return (b1 + b2 * x + b3 * x2 + b4 * x3) / (1.0 + b5 * x + b6 * x2 + b7 * x3);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_rational(sorted_points(x[0], y), 3, 3);
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_hahn1, NistHahn1)

}  // namespace fitd::models
