#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct MaxwellLoss {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "maxwell_loss",
        .description = "Loss modulus of a Maxwell element.",
        .formula = "G*tau*x/(1 + (tau*x)^2)",
        .parameters = {{"G", "modulus at high frequency, in y", Role::kHeight},
                       {"tau", "relaxation time, in 1/x", Role::kScale, 0}},
        .predictors = {{"x", "angular frequency"}},

        .example = {.parameters = {5, 0.4}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [G, tau] = p;
    const T u = tau * x;
    return G * u / (1.0 + square(u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [G, tau] = p;
    return {{"viscosity", "viscosity at low frequency, in y times time", G * tau},
            {"crossover", "frequency at which both moduli are equal, in x", 1 / tau}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, 1 / s[0]});
    };
    const Projection best = project(points, 1, basis, each(length_grid(points)));
    return {best.c[0], 1 / best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(maxwell_loss, MaxwellLoss)

}  // namespace fitd::models
