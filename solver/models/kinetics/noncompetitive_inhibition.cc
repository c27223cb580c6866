#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/kinetics/inhibition_guess.h"

namespace fitd::models {
namespace {

struct NoncompetitiveInhibition {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "noncompetitive_inhibition",
        .description = "Velocity with a noncompetitive inhibitor.",
        .formula = "Vmax/(1 + i/Ki)*s/(Km + s)",
        .parameters = {{"Vmax", "greatest velocity, in y", Role::kHeight},
                       {"Km", "Michaelis constant, in s", Role::kScale, 0},
                       {"Ki", "inhibition constant, in i", Role::kScale, 0}},
        .predictors = {{"s", "substrate concentration"}, {"i", "inhibitor concentration"}},

        .example = {.parameters = {10, 3, 2}, .ranges = {{0, 20}, {0, 8}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [s, i] = at;
    const auto& [Vmax, Km, Ki] = p;
    return Vmax / (1.0 + i / Ki) * s / (Km + s);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Vmax, Km, Ki] = p;
    return {{"initial_slope", "slope at s = 0 without inhibitor, in y per s", Vmax / Km}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_inhibition<NoncompetitiveInhibition>(x, y);
  }
};

}  // namespace

FITD_DEFINE_MODEL(noncompetitive_inhibition, NoncompetitiveInhibition)

}  // namespace fitd::models
