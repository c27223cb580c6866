#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Vft {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "vft",
        .description = "Viscosity against temperature (Vogel, Fulcher and Tammann).",
        .formula = "A*exp(B/(x - T0))",
        .parameters = {{"A", "viscosity at infinite temperature, in y", Role::kHeight},
                       {"B", "fragility, in x", Role::kScale},
                       {"T0", "temperature at which the viscosity would be infinite, in x",
                        Role::kLocation}},
        .predictors = {{"x", "temperature"}},

        .example = {.parameters = {0.05, 900, 180}, .ranges = {{250, 450}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [A, B, T0] = p;
    return A * exp(B / (x - T0));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[1], s[0]});
    };
    const double low = points.x.front();
    const double span = points.span();
    const std::vector<double> starts = {low - 0.1 * span, low - 0.3 * span, low - 0.6 * span,
                                        low - span, low - 2 * span};
    const Projection best =
        project(points, 1, basis, all_pairs(starts, scaled(span, {0.3, 1, 2, 4, 8})), {span / 10});
    return {best.c[0], best.s[1], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(vft, Vft)

}  // namespace fitd::models
