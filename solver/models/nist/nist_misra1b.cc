#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistMisra1b {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "nist_misra1b",
        .description = "Dental research, monomolecular adsorption: NIST's Misra1b.",
        .formula = "b1*(1-(1+b2*x/2)^(-2))",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "rate or coefficient b2 of the formula", Role::kRate}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {337.99746163, 0.00039039091287}, .ranges = {{77.6, 760}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2] = p;
    return b1 * (1.0 - pow(1.0 + b2 * x / 2.0, -2.0));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = 1 - std::pow(1 + s[0] * u / 2, -2);
    };
    const Projection best = project(points, 1, basis, each(rate_grid(points)));
    return {best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_misra1b, NistMisra1b)

}  // namespace fitd::models
