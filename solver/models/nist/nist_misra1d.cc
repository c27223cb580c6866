#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistMisra1d {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "nist_misra1d",
        .description = "Dental research, monomolecular adsorption: NIST's Misra1d.",
        .formula = "b1*b2*x*((1+b2*x)^(-1))",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "rate or coefficient b2 of the formula", Role::kRate}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {437.36970754, 0.00030227324449}, .ranges = {{77.6, 760}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2] = p;
    return b1 * b2 * x * pow(1.0 + b2 * x, -1.0);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = s[0] * u / (1 + s[0] * u);
    };
    const Projection best = project(points, 1, basis, each(rate_grid(points)));
    return {best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_misra1d, NistMisra1d)

}  // namespace fitd::models
