#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct SubstrateInhibition {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "substrate_inhibition",
        .description = "Velocity of an enzyme that its substrate inhibits.",
        .formula = "Vmax*x/(Km + x*(1 + x/Ki))",
        .parameters = {{"Vmax", "velocity without inhibition, in y", Role::kHeight},
                       {"Km", "Michaelis constant, in x", Role::kScale, 0},
                       {"Ki", "inhibition constant, in x", Role::kScale, 0}},
        .predictors = {{"x", "substrate concentration"}},
        .aliases = {"haldane"},
        .example = {.parameters = {10, 2, 8}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Vmax, Km, Ki] = p;
    return Vmax * x / (Km + x * (1.0 + x / Ki));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Vmax, Km, Ki] = p;
    return {{"initial_slope", "slope at x = 0, in y per x", Vmax / Km},
            {"optimum", "concentration of the greatest velocity, in x", sqrt(Km * Ki)},
            {"greatest_velocity", "velocity there, in y", Vmax / (1 + 2 * sqrt(Km / Ki))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], s[1]});
    };
    const std::vector<double> lengths = length_grid(points);
    const Projection best = project(points, 1, basis, all_pairs(lengths, lengths));
    return {best.c[0], best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(substrate_inhibition, SubstrateInhibition)

}  // namespace fitd::models
