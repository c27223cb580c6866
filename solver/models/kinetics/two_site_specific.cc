#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct TwoSiteSpecific {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "two_site_specific",
        .description = "Specific binding to two sites.",
        .formula = "BmaxHi*x/(KdHi + x) + BmaxLo*x/(KdLo + x)",
        .parameters = {{"BmaxHi", "greatest binding to the site of high affinity, in y",
                        Role::kHeight},
                       {"KdHi", "dissociation constant of that site, in x", Role::kScale, 0},
                       {"BmaxLo", "greatest binding to the site of low affinity, in y",
                        Role::kHeight},
                       {"KdLo", "dissociation constant of that site, in x", Role::kScale, 0}},
        .predictors = {{"x", "ligand concentration"}},

        .example = {.parameters = {30, 0.5, 50, 20}, .ranges = {{0, 60}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [BmaxHi, KdHi, BmaxLo, KdLo] = p;
    return BmaxHi * x / (KdHi + x) + BmaxLo * x / (KdLo + x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [BmaxHi, KdHi, BmaxLo, KdLo] = p;
    return {{"Bmax", "sum of both, in y", BmaxHi + BmaxLo},
            {"fraction_high", "share of the first", BmaxHi / (BmaxHi + BmaxLo)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u / (s[0] + u);
      phi[1] = u / (s[1] + u);
    };
    const Projection best = project(points, 2, basis, ordered_pairs(length_grid(points)));
    return {best.c[0], best.s[0], best.c[1], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(two_site_specific, TwoSiteSpecific)

}  // namespace fitd::models
