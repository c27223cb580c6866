#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Schechter {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "schechter",
        .description = "Schechter's luminosity function in magnitudes.",
        .formula = "0.4*log(10)*phi_star*u^(alpha + 1)*exp(-u), u = 10^(0.4*(m_star - x))",
        .parameters = {{"phi_star", "number density, in y", Role::kHeight},
                       {"m_star", "characteristic magnitude", Role::kLocation},
                       {"alpha", "slope at the faint end", Role::kShape}},
        .predictors = {{"x", "magnitude"}},
        .aliases = {"schechter_1d"},
        .example = {.parameters = {3, -20, -1.2}, .ranges = {{-23, -15}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [phi_star, m_star, alpha] = p;
    const T t = 0.4 * kLn10 * (m_star - x);
    return 0.4 * kLn10 * phi_star * exp((alpha + 1.0) * t - exp(t));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], s[1]});
    };
    const Projection best =
        project(points, 1, basis, all_pairs(location_grid(points), {-1.8, -1.4, -1, -0.5, 0.5}),
                {points.span() / 24, 0.2});
    return {best.c[0], best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(schechter, Schechter)

}  // namespace fitd::models
