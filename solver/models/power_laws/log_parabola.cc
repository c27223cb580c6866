#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct LogParabola {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "log_parabola",
        .description = "Power law whose index changes linearly with log(x).",
        .formula = "amplitude*(x/x_0)^(-alpha - beta*log(x/x_0))",
        .parameters = {{"amplitude", "value at the reference point, in y", Role::kHeight},
                       {"x_0", "reference point, in x", Role::kScale, 0, kInfinity, 1},
                       {"alpha", "power-law index at the reference point", Role::kShape},
                       {"beta", "curvature", Role::kShape}},
        .predictors = {{"x", "abscissa, positive"}},
        .aliases = {"log_parabola_1d"},
        .example = {.parameters = {4, 1, 0.5, 0.3}, .ranges = {{0.2, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, x_0, alpha, beta] = p;
    const T u = x / x_0;
    return amplitude * pow(u, -alpha - beta * log(u));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u > 0 ? std::pow(u, -s[0] - s[1] * std::log(u)) : 0;
    };
    const std::vector<Candidate> candidates = all_pairs({-2, -1, 0, 1, 2}, {-0.5, 0, 0.5, 1});
    const Projection best = project(points, 1, basis, candidates, {0.3, 0.2});
    return {best.c[0], 1, best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(log_parabola, LogParabola)

}  // namespace fitd::models
