#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Maxwell {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "maxwell",
        .description = "Maxwell-Boltzmann factor.",
        .formula = "amplitude*exp((center - x)/kt)",
        .parameters = {{"amplitude", "value at the reference energy, in y", Role::kHeight},
                       {"center", "reference energy, in x", Role::kLocation, -kInfinity, kInfinity,
                        0},
                       {"kt", "thermal energy, in x", Role::kScale, 0}},
        .predictors = {{"x", "energy"}},
        .example = {.parameters = {2, 0, 1.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, kt] = p;
    return amplitude * exp((center - x) / kt);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y);
    return {e.amplitude, 0, 1 / e.rate};
  }
};

}  // namespace

FITD_DEFINE_MODEL(maxwell, Maxwell)

}  // namespace fitd::models
