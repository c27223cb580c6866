#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Langevin {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "langevin",
        .description = "Magnetisation of a paramagnet of classical moments.",
        .formula = "amplitude*(coth(x/scale) - scale/x)",
        .parameters = {{"amplitude", "saturation, in y", Role::kHeight},
                       {"scale", "field at which the moments begin to saturate, in x", Role::kScale,
                        0}},
        .predictors = {{"x", "field"}},

        .example = {.parameters = {5, 1.5}, .ranges = {{-10, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, scale] = p;
    return amplitude * langevin(x / scale);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, scale] = p;
    return {{"initial_slope", "slope at x = 0, in y per x", amplitude / (3 * scale)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = special::langevin(u / s[0]);
    };
    const Projection best = project(points, 1, basis, each(length_grid(points)));
    return {best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(langevin, Langevin)

}  // namespace fitd::models
