#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Morrison {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "morrison",
        .description = "Velocity with an inhibitor that binds tightly, after Morrison.",
        .formula =
            "V0*(1 - (Et + x + K - sqrt((Et + x + K)^2 - 4*Et*x))/(2*Et)), K = Ki*(1 + S/Km)",
        .parameters = {{"V0", "velocity without inhibitor, in y", Role::kHeight},
                       {"Et", "concentration of active enzyme, in x", Role::kScale, 0},
                       {"Ki", "inhibition constant, in x", Role::kScale, 0},
                       {"S", "substrate concentration", Role::kShape, 0, kInfinity, 1},
                       {"Km", "Michaelis constant, in the unit of S", Role::kShape, 0, kInfinity,
                        1}},
        .predictors = {{"x", "inhibitor concentration, not negative"}},
        .aliases = {"tight_binding_inhibition"},
        .example = {.parameters = {10, 2, 0.3, 1, 1}, .ranges = {{0, 8}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [V0, Et, Ki, S, Km] = p;

    const T K = Ki * (1.0 + S / Km);
    const T rest = Et - x - K;
    const T root = sqrt(square(rest) + 4.0 * Et * K);
    // (rest + root)/2, the free enzyme, without cancellation.
    const T free = select(rest < 0.0, 2.0 * Et * K / (root - rest), 0.5 * (root + rest));
    return V0 * free / Et;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [V0, Et, Ki, S, Km] = p;
    return {{"Ki_apparent", "apparent inhibition constant, in x", Ki * (1 + S / Km)},
            {"ic50", "inhibitor concentration that halves the velocity, in x",
             Ki * (1 + S / Km) + 0.5 * Et}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u < 0 ? std::nan("")
                     : value<double, double>({u}, {1, std::abs(s[0]), std::abs(s[1]), 1, 1});
    };
    const double scale = points.largest_x();
    const Projection best = project(points, 1, basis,
                                    all_pairs(scaled(scale, {0.01, 0.03, 0.1, 0.2, 0.4, 0.7}),
                                              scaled(scale, {0.001, 0.01, 0.03, 0.1, 0.3, 1})));
    return {best.c[0], std::abs(best.s[0]), std::abs(best.s[1]), 1, 1};
  }
};

}  // namespace

FITD_DEFINE_MODEL(morrison, Morrison)

}  // namespace fitd::models
