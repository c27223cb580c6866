#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct ThreePhaseDecay {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 7;

  static ModelInfo info() {
    return {
        .name = "three_phase_decay",
        .description = "Sum of a fast, a medium and a slow exponential decay to a plateau.",
        .formula =
            "plateau + (y0 - plateau)*(percent_fast/100*exp(-k_fast*x) + (1 - percent_fast/100 - "
            "percent_slow/100)*exp(-k_medium*x) + percent_slow/100*exp(-k_slow*x))",
        .parameters = {{"y0", "value at x = 0, in y", Role::kHeight},
                       {"plateau", "level that the decay ends at, in y", Role::kOffset},
                       {"percent_fast", "share of the fast decay, in percent", Role::kShape, 0,
                        100},
                       {"percent_slow", "share of the slow decay, in percent", Role::kShape, 0,
                        100},
                       {"k_fast", "rate of the fast decay, in 1/x", Role::kRate, 0},
                       {"k_medium", "rate of the medium decay, in 1/x", Role::kRate, 0},
                       {"k_slow", "rate of the slow decay, in 1/x", Role::kRate, 0}},
        .predictors = {{"x", "abscissa"}},
        .example = {.parameters = {10, 1, 40, 25, 5, 0.8, 0.12}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [y0, plateau, percent_fast, percent_slow, k_fast, k_medium, k_slow] = p;

    const T fast = 0.01 * percent_fast;
    const T slow = 0.01 * percent_slow;
    return plateau +
           (y0 - plateau) * (fast * exp(-k_fast * x) + (1.0 - fast - slow) * exp(-k_medium * x) +
                             slow * exp(-k_slow * x));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [y0, plateau, percent_fast, percent_slow, k_fast, k_medium, k_slow] = p;
    return {{"half_life_fast", "half-life of the fast phase, in x", kLn2 / k_fast},
            {"half_life_medium", "half-life of the medium phase, in x", kLn2 / k_medium},
            {"half_life_slow", "half-life of the slow phase, in x", kLn2 / k_slow},
            {"span", "height of the decay, in y", y0 - plateau}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(-s[0] * u);
      phi[1] = std::exp(-s[1] * u);
      phi[2] = std::exp(-s[2] * u);
      phi[3] = 1;
    };
    const double unit = 1 / points.span();
    const Projection best =
        project(points, 4, basis,
                all_triples(scaled(unit, {1, 2, 4, 8}), scaled(unit, {10, 20, 40}),
                            scaled(unit, {60, 150, 400})));
    const double height = best.c[0] + best.c[1] + best.c[2];
    return {height + best.c[3],
            best.c[3],
            100 * best.c[2] / height,
            100 * best.c[0] / height,
            best.s[2],
            best.s[1],
            best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(three_phase_decay, ThreePhaseDecay)

}  // namespace fitd::models
