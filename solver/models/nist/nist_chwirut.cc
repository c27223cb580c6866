#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistChwirut {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "nist_chwirut",
        .description = "Ultrasonic reference block: NIST's Chwirut1 and Chwirut2.",
        .formula = "exp(-b1*x)/(b2+b3*x)",
        .parameters = {{"b1", "rate or coefficient b1 of the formula", Role::kRate},
                       {"b2", "shape b2 of the formula", Role::kShape},
                       {"b3", "rate or coefficient b3 of the formula", Role::kRate}},
        .predictors = {{"x", "predictor"}},
        .aliases = {"nist_chwirut1", "nist_chwirut2"},
        .example = {.parameters = {0.1902781837, 0.0061314004477, 0.010530908399},
                    .ranges = {{0.5, 6}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3] = p;
    return exp(-b1 * x) / (b2 + b3 * x);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(-s[0] * u) / (1 + s[1] * u);
    };
    const std::vector<double> rates = rate_grid(points);
    const Projection best = project(points, 1, basis, all_pairs(rates, rates));
    const double b2 = 1 / best.c[0];
    return {best.s[0], b2, best.s[1] * b2};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_chwirut, NistChwirut)

}  // namespace fitd::models
