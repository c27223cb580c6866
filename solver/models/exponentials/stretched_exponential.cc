#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct StretchedExponential {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "stretched_exponential",
        .description = "Stretched exponential decay (Kohlrausch, Williams and Watts).",
        .formula = "amplitude*exp(-(x/tau)^beta)",
        .parameters = {{"amplitude", "value at x = 0, in y", Role::kHeight},
                       {"tau", "length of the decay, in x", Role::kScale, 0},
                       {"beta", "stretching; 1: exponential", Role::kShape, 0}},
        .predictors = {{"x", "abscissa, not negative"}},
        .aliases = {"kww"},
        .example = {.parameters = {3, 2, 0.6}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, tau, beta] = p;
    return amplitude * exp(-pow(x / tau, beta));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, tau, beta] = p;
    return {{"half_life", "time after which half is left, in x", tau * pow(kLn2, 1 / beta)},
            {"mean_relaxation_time", "area from x = 0 on over the amplitude, in x",
             tau / beta * record(expression::Operation::kGamma, 1 / beta)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u > 0 ? std::exp(-std::pow(u / s[0], s[1])) : 1;
    };
    const Projection best =
        project(points, 1, basis, all_pairs(length_grid(points), {0.3, 0.5, 0.8, 1, 1.5, 2.5}));
    return {best.c[0], best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(stretched_exponential, StretchedExponential)

}  // namespace fitd::models
