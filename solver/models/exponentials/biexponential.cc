#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Biexponential {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "biexponential",
        .description = "Sum of two exponential decays and an offset.",
        .formula = "a1*exp(-x/t1) + a2*exp(-x/t2) + offset",
        .parameters = {{"a1", "value of the first decay at x = 0, in y", Role::kHeight},
                       {"t1", "length of the first decay, in x", Role::kScale},
                       {"a2", "value of the second decay at x = 0, in y", Role::kHeight},
                       {"t2", "length of the second decay, in x", Role::kScale},
                       {"offset", "level that the decays end at, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"expdec2", "double_exponential"},
        .example = {.parameters = {4, 0.6, 3, 4, 0.5}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [a1, t1, a2, t2, offset] = p;
    return a1 * exp(-x / t1) + a2 * exp(-x / t2) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [a1, t1, a2, t2, offset] = p;
    return {
        {"half_life_1", "half-life of the first term, in x", kLn2 * t1},
        {"half_life_2", "half-life of the second term, in x", kLn2 * t2},
        {"mean_lifetime", "lifetime weighted by amplitude, in x", (a1 * t1 + a2 * t2) / (a1 + a2)},
        {"mean_intensity_lifetime", "lifetime weighted by intensity, in x",
         (a1 * t1 * t1 + a2 * t2 * t2) / (a1 * t1 + a2 * t2)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(-u / s[0]);
      phi[1] = std::exp(-u / s[1]);
      phi[2] = 1;
    };
    const Projection best = project(points, 3, basis, ordered_pairs(length_grid(points)));
    return {best.c[0], best.s[0], best.c[1], best.s[1], best.c[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(biexponential, Biexponential)

}  // namespace fitd::models
