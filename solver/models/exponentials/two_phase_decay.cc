#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct TwoPhaseDecay {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "two_phase_decay",
        .description = "Sum of a fast and a slow exponential decay to a plateau.",
        .formula =
            "plateau + (y0 - plateau)*(percent_fast/100*exp(-k_fast*x) + (1 - "
            "percent_fast/100)*exp(-k_slow*x))",
        .parameters = {{"y0", "value at x = 0, in y", Role::kHeight},
                       {"plateau", "level that the decay ends at, in y", Role::kOffset},
                       {"percent_fast", "share of the fast decay, in percent", Role::kShape, 0,
                        100},
                       {"k_fast", "rate of the fast decay, in 1/x", Role::kRate, 0},
                       {"k_slow", "rate of the slow decay, in 1/x", Role::kRate, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {10, 1, 60, 2, 0.25}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [y0, plateau, percent_fast, k_fast, k_slow] = p;
    const T fast = 0.01 * percent_fast;
    return plateau + (y0 - plateau) * (fast * exp(-k_fast * x) + (1.0 - fast) * exp(-k_slow * x));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [y0, plateau, percent_fast, k_fast, k_slow] = p;
    return {{"half_life_fast", "half-life of the fast phase, in x", kLn2 / k_fast},
            {"half_life_slow", "half-life of the slow phase, in x", kLn2 / k_slow},
            {"rate_ratio", "k_fast over k_slow", k_fast / k_slow},
            {"span", "height of the decay, in y", y0 - plateau}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(-s[1] * u);
      phi[1] = std::exp(-s[0] * u);
      phi[2] = 1;
    };
    const Projection best = project(points, 3, basis, ordered_pairs(rate_grid(points)));
    const double height = best.c[0] + best.c[1];
    return {height + best.c[2], best.c[2], 100 * best.c[0] / height, best.s[1], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(two_phase_decay, TwoPhaseDecay)

}  // namespace fitd::models
