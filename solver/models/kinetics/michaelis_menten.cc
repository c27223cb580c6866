#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct MichaelisMenten {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "michaelis_menten",
        .description = "Enzyme velocity against substrate.",
        .formula = "Vmax*x/(Km + x)",
        .parameters = {{"Vmax", "greatest velocity, in y", Role::kHeight},
                       {"Km", "substrate of half the greatest velocity, in x", Role::kScale, 0}},
        .predictors = {{"x", "substrate concentration"}},
        .aliases = {"ssmicmen"},
        .example = {.parameters = {10, 3}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Vmax, Km] = p;
    return Vmax * x / (Km + x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Vmax, Km] = p;
    return {{"initial_slope", "slope at x = 0, in y per x", Vmax / Km}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) { phi[0] = u / (s[0] + u); };
    const Projection best = project(points, 1, basis, each(length_grid(points)));
    return {best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(michaelis_menten, MichaelisMenten)

}  // namespace fitd::models
