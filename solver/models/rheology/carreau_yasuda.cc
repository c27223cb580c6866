#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/rheology/carreau_guess.h"

namespace fitd::models {
namespace {

struct CarreauYasuda {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "carreau_yasuda",
        .description = "Viscosity of a Carreau-Yasuda fluid.",
        .formula = "eta_inf + (eta0 - eta_inf)*(1 + (lambda*x)^a)^((n - 1)/a)",
        .parameters = {{"eta0", "viscosity at rest, in y", Role::kHeight},
                       {"eta_inf", "viscosity at high shear rate, in y", Role::kOffset},
                       {"lambda", "relaxation time, in 1/x", Role::kScale, 0},
                       {"n", "flow index", Role::kShape},
                       {"a", "sharpness of the transition; 2: Carreau", Role::kShape, 0}},
        .predictors = {{"x", "shear rate, not negative"}},

        .example = {.parameters = {10, 1, 0.5, 0.3, 1.5}, .ranges = {{0, 60}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [eta0, eta_inf, lambda, n, a] = p;
    return eta_inf + (eta0 - eta_inf) * pow(1.0 + pow(lambda * x, a), (n - 1.0) / a);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [eta0, eta_inf, lambda, n, a] = p;
    return {{"critical_rate", "shear rate at which thinning sets in, in x", 1 / lambda}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const CarreauEstimate e = estimate_carreau(x[0], y);
    return {e.eta0, e.eta_inf, e.lambda, e.n, 2};
  }
};

}  // namespace

FITD_DEFINE_MODEL(carreau_yasuda, CarreauYasuda)

}  // namespace fitd::models
