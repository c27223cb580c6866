#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistMgh09 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "nist_mgh09",
        .description = "Kowalik and Osborne's function: NIST's MGH09.",
        .formula = "b1*(x^2+x*b2)/(x^2+x*b3+b4)",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "scale b2 of the formula", Role::kScale},
                       {"b3", "scale b3 of the formula", Role::kScale},
                       {"b4", "shape b4 of the formula", Role::kShape}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {0.19280693458, 0.19128232873, 0.12305650693, 0.13606233068},
                    .ranges = {{0.0625, 4}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3, b4] = p;
    return b1 * (x * x + x * b2) / (x * x + x * b3 + b4);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      const double denominator = u * u + u * s[0] + s[1] * s[1];
      phi[0] = u * u / denominator;
      phi[1] = u / denominator;
    };
    const std::vector<double> lengths = length_grid(points);
    const Projection best = project(points, 2, basis, all_pairs(lengths, lengths));
    return {best.c[0], best.c[1] / best.c[0], best.s[0], best.s[1] * best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_mgh09, NistMgh09)

}  // namespace fitd::models
