#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistMgh17 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "nist_mgh17",
        .description = "Osborne's first function: NIST's MGH17.",
        .formula = "b1 + b2*exp(-x*b4) + b3*exp(-x*b5)",
        .parameters = {{"b1", "offset b1 of the formula", Role::kOffset},
                       {"b2", "factor b2 of the formula", Role::kHeight},
                       {"b3", "factor b3 of the formula", Role::kHeight},
                       {"b4", "rate or coefficient b4 of the formula", Role::kRate},
                       {"b5", "rate or coefficient b5 of the formula", Role::kRate}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {0.37541005211, 1.9358469127, -1.4646871366, 0.01286753464,
                                   0.022122699662},
                    .ranges = {{0, 320}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3, b4, b5] = p;
    return b1 + b2 * exp(-x * b4) + b3 * exp(-x * b5);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = 1;
      phi[1] = std::exp(-u * s[0]);
      phi[2] = std::exp(-u * s[1]);
    };
    const Projection best = project(points, 3, basis, ordered_pairs(rate_grid(points)));
    return {best.c[0], best.c[1], best.c[2], best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_mgh17, NistMgh17)

}  // namespace fitd::models
