#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct OneSiteSpecific {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "one_site_specific",
        .description = "Specific binding to one site.",
        .formula = "Bmax*x/(Kd + x)",
        .parameters = {{"Bmax", "greatest binding, in y", Role::kHeight},
                       {"Kd", "dissociation constant, in x", Role::kScale, 0}},
        .predictors = {{"x", "ligand concentration"}},

        .example = {.parameters = {50, 4}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Bmax, Kd] = p;
    return Bmax * x / (Kd + x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Bmax, Kd] = p;
    return {{"initial_slope", "slope at x = 0, in y per x", Bmax / Kd},
            {"pkd", "-log10 of Kd", -log10(Kd)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) { phi[0] = u / (s[0] + u); };
    const Projection best = project(points, 1, basis, each(length_grid(points)));
    return {best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(one_site_specific, OneSiteSpecific)

}  // namespace fitd::models
