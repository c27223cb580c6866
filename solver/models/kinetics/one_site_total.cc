#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct OneSiteTotal {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "one_site_total",
        .description = "Total binding: specific to one site and nonspecific.",
        .formula = "Bmax*x/(Kd + x) + NS*x + Background",
        .parameters = {{"Bmax", "greatest specific binding, in y", Role::kHeight},
                       {"Kd", "dissociation constant, in x", Role::kScale, 0},
                       {"NS", "slope of the nonspecific binding, in y per x", Role::kRate},
                       {"Background", "signal without ligand, in y", Role::kOffset}},
        .predictors = {{"x", "ligand concentration"}},

        .example = {.parameters = {50, 2, 0.8, 3}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Bmax, Kd, NS, Background] = p;
    return Bmax * x / (Kd + x) + NS * x + Background;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Bmax, Kd, NS, Background] = p;
    return {{"initial_slope", "slope at x = 0, in y per x", Bmax / Kd + NS},
            {"pkd", "-log10 of Kd", -log10(Kd)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u / (s[0] + u);
      phi[1] = u;
      phi[2] = 1;
    };
    const Projection best = project(points, 3, basis, each(length_grid(points)));
    return {best.c[0], best.s[0], best.c[1], best.c[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(one_site_total, OneSiteTotal)

}  // namespace fitd::models
