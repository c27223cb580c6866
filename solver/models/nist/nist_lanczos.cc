#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistLanczos {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "nist_lanczos",
        .description = "Three decaying exponentials: NIST's Lanczos1, Lanczos2 and Lanczos3.",
        .formula = "b1*exp(-b2*x) + b3*exp(-b4*x) + b5*exp(-b6*x)",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "rate or coefficient b2 of the formula", Role::kRate},
                       {"b3", "factor b3 of the formula", Role::kHeight},
                       {"b4", "rate or coefficient b4 of the formula", Role::kRate},
                       {"b5", "factor b5 of the formula", Role::kHeight},
                       {"b6", "rate or coefficient b6 of the formula", Role::kRate}},
        .predictors = {{"x", "predictor"}},
        .aliases = {"nist_lanczos1", "nist_lanczos2", "nist_lanczos3"},
        .example = {.parameters = {0.086816414977, 0.95498101505, 0.84400777463, 2.9515951832,
                                   1.5825685901, 4.9863565084},
                    .ranges = {{0, 1.15}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3, b4, b5, b6] = p;
    return b1 * exp(-b2 * x) + b3 * exp(-b4 * x) + b5 * exp(-b6 * x);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      for (int k = 0; k < 3; ++k) phi[k] = std::exp(-s[k] * u);
    };
    const double rate = 1 / points.span();
    const std::vector<Candidate> candidates =
        all_triples(scaled(rate, {0.3, 1, 2}), scaled(rate, {3, 4, 6}), scaled(rate, {5, 8, 14}));
    const Projection best = project(points, 3, basis, candidates);
    return {best.c[0], best.s[0], best.c[1], best.s[1], best.c[2], best.s[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_lanczos, NistLanczos)

}  // namespace fitd::models
