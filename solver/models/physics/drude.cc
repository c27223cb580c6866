#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Drude {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "drude",
        .description = "Real part of the conductivity of free carriers against angular frequency.",
        .formula = "sigma_0/(1 + (tau*x)^2)",
        .parameters = {{"sigma_0", "conductivity at x = 0, in y", Role::kHeight},
                       {"tau", "scattering time, in 1/x", Role::kRate, 0}},
        .predictors = {{"x", "angular frequency"}},
        .example = {.parameters = {5, 0.8}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [sigma_0, tau] = p;

    return sigma_0 / (1.0 + square(tau * x));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [sigma_0, tau] = p;
    return {{"scattering_rate", "scattering rate, in x", 1 / tau}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = 1 / (1 + square(s[0] * u));
    };
    const Projection best =
        project(points, 1, basis,
                each(scaled(1 / points.largest_x(), {0.3, 1, 2, 4, 8, 16, 40, 100, 300})));
    return {best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(drude, Drude)

}  // namespace fitd::models
