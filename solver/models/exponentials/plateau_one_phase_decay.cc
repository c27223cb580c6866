#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct PlateauOnePhaseDecay {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "plateau_one_phase_decay",
        .description = "Constant until x0, then exponential decay to a plateau.",
        .formula = "y0 for x < x0, else plateau + (y0 - plateau)*exp(-k*(x - x0))",
        .parameters = {{"x0", "where the decay begins, in x", Role::kLocation},
                       {"y0", "level before the decay, in y", Role::kHeight},
                       {"plateau", "level that the decay ends at, in y", Role::kOffset},
                       {"k", "rate, in 1/x", Role::kRate, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {3, 4, 1, 0.7}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [x0, y0, plateau, k] = p;
    return select(x < x0, y0, plateau + (y0 - plateau) * exp(-k * (x - x0)));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [x0, y0, plateau, k] = p;
    return {{"half_life", "half-life, in x", kLn2 / k},
            {"tau", "time constant, in x", 1 / k},
            {"span", "height of the decay, in y", y0 - plateau}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u < s[0] ? 1 : std::exp(-s[1] * (u - s[0]));
      phi[1] = 1;
    };
    const Projection best =
        project(points, 2, basis, all_pairs(location_grid(points), rate_grid(points)),
                {points.span() / 24});
    return {best.s[0], best.c[0] + best.c[1], best.c[1], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(plateau_one_phase_decay, PlateauOnePhaseDecay)

}  // namespace fitd::models
