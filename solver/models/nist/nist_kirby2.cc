#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/nist/rational_guess.h"

namespace fitd::models {
namespace {

struct NistKirby2 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "nist_kirby2",
        .description = "Scanning electron microscope line widths: NIST's Kirby2.",
        .formula = "(b1 + b2*x + b3*x^2)/(1 + b4*x + b5*x^2)",
        .parameters = {{"b1", "offset b1 of the formula", Role::kOffset},
                       {"b2", "rate or coefficient b2 of the formula", Role::kRate},
                       {"b3", "rate or coefficient b3 of the formula", Role::kRate},
                       {"b4", "rate or coefficient b4 of the formula", Role::kRate},
                       {"b5", "rate or coefficient b5 of the formula", Role::kRate}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {1.6745063063, -0.13927397867, 0.0025961181191, -0.001724181187,
                                   2.1664802578e-05},
                    .ranges = {{9.65, 371.3}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3, b4, b5] = p;
    return (b1 + b2 * x + b3 * (x * x)) / (1.0 + b4 * x + b5 * (x * x));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_rational(sorted_points(x[0], y), 2, 2);
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_kirby2, NistKirby2)

}  // namespace fitd::models
