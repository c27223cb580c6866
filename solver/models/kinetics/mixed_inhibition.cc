#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/kinetics/inhibition_guess.h"

namespace fitd::models {
namespace {

struct MixedInhibition {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "mixed_inhibition",
        .description = "Velocity with a mixed-type inhibitor.",
        .formula = "Vmax*s/(Km*(1 + i/Ki) + s*(1 + i/(Alpha*Ki)))",
        .parameters = {{"Vmax", "greatest velocity, in y", Role::kHeight},
                       {"Km", "Michaelis constant, in s", Role::kScale, 0},
                       {"Ki", "inhibition constant of the free enzyme, in i", Role::kScale, 0},
                       {"Alpha",
                        "ratio of the inhibition constants of the complex and of the free enzyme",
                        Role::kShape, 0}},
        .predictors = {{"s", "substrate concentration"}, {"i", "inhibitor concentration"}},

        .example = {.parameters = {10, 3, 2, 4}, .ranges = {{0, 20}, {0, 8}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [s, i] = at;
    const auto& [Vmax, Km, Ki, Alpha] = p;
    return Vmax * s / (Km * (1.0 + i / Ki) + s * (1.0 + i / (Alpha * Ki)));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Vmax, Km, Ki, Alpha] = p;
    return {{"initial_slope", "slope at s = 0 without inhibitor, in y per s", Vmax / Km},
            {"Ki_complex", "inhibition constant of the complex, in i", Alpha * Ki}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_inhibition<MixedInhibition>(x, y);
  }
};

}  // namespace

FITD_DEFINE_MODEL(mixed_inhibition, MixedInhibition)

}  // namespace fitd::models
