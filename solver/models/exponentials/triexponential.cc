#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Triexponential {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 7;

  static ModelInfo info() {
    return {
        .name = "triexponential",
        .description = "Sum of three exponential decays and an offset.",
        .formula = "a1*exp(-x/t1) + a2*exp(-x/t2) + a3*exp(-x/t3) + offset",
        .parameters = {{"a1", "value of the first decay at x = 0, in y", Role::kHeight},
                       {"t1", "length of the first decay, in x", Role::kScale},
                       {"a2", "value of the second decay at x = 0, in y", Role::kHeight},
                       {"t2", "length of the second decay, in x", Role::kScale},
                       {"a3", "value of the third decay at x = 0, in y", Role::kHeight},
                       {"t3", "length of the third decay, in x", Role::kScale},
                       {"offset", "level that the decays end at, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"expdec3", "triple_exponential"},
        .example = {.parameters = {4, 0.3, 3, 1.8, 2, 9, 0.5}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [a1, t1, a2, t2, a3, t3, offset] = p;
    return a1 * exp(-x / t1) + a2 * exp(-x / t2) + a3 * exp(-x / t3) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [a1, t1, a2, t2, a3, t3, offset] = p;
    return {{"half_life_1", "half-life of the first term, in x", kLn2 * t1},
            {"half_life_2", "half-life of the second term, in x", kLn2 * t2},
            {"half_life_3", "half-life of the third term, in x", kLn2 * t3},
            {"mean_lifetime", "lifetime weighted by amplitude, in x",
             (a1 * t1 + a2 * t2 + a3 * t3) / (a1 + a2 + a3)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      for (int k = 0; k < 3; ++k) phi[k] = std::exp(-u / s[k]);
      phi[3] = 1;
    };
    const double span = points.span();
    const std::vector<Candidate> candidates =
        all_triples(scaled(span, {0.004, 0.01, 0.02, 0.04}), scaled(span, {0.06, 0.1, 0.15}),
                    scaled(span, {0.2, 0.35, 0.6, 1}));
    const Projection best = project(points, 4, basis, candidates);
    return {best.c[0], best.s[0], best.c[1], best.s[1], best.c[2], best.s[2], best.c[3]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(triexponential, Triexponential)

}  // namespace fitd::models
