#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistMgh10 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "nist_mgh10",
        .description = "Meyer's function of a thermistor: NIST's MGH10.",
        .formula = "b1*exp(b2/(x+b3))",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "scale b2 of the formula", Role::kScale},
                       {"b3", "scale b3 of the formula", Role::kScale}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {0.005609636471, 6181.3463463, 345.22363462},
                    .ranges = {{50, 125}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3] = p;
    return b1 * exp(b2 / (x + b3));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(s[1] / (u + s[0]));
    };
    const double span = points.span();
    const double low = points.x.front();
    const std::vector<double> poles = {0.3 * span - low, span - low, 3 * span - low,
                                       8 * span - low};
    const Projection best = project(
        points, 1, basis, all_pairs(poles, scaled(span, {1, 3, 10, 30, 100, 300})), {span / 10});
    return {best.c[0], best.s[1], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_mgh10, NistMgh10)

}  // namespace fitd::models
