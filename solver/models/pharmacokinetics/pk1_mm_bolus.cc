#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/pharmacokinetics/dose.h"

namespace fitd::models {
namespace {

struct Pk1MmBolus {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "pk1_mm_bolus",
        .description =
            "One compartment, intravenous bolus, saturable elimination after Michaelis and Menten.",
        .formula = "Km*W(c0/Km*exp((c0 - Vmax/V*x)/Km)), c0 = dose/V, W Lambert's function",
        .parameters = {{"V", "volume of distribution", Role::kScale, 0},
                       {"Vmax", "greatest rate of elimination, in amount per x", Role::kRate, 0},
                       {"Km", "concentration of half that rate, in y", Role::kHeight, 0},
                       {"dose", "amount given", Role::kHeight, 0, kInfinity, kDose}},
        .predictors = {{"x", "time since the dose"}},
        .example = {.parameters = {20, 15, 1.5, 100}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [V, Vmax, Km, dose] = p;

    const T c0 = dose / V;
    return Km * wright_omega(log(c0 / Km) + (c0 - Vmax / V * x) / Km);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [V, Vmax, Km, dose] = p;
    return {{"c0", "value at x = 0, in y", dose / V},
            {"clearance", "clearance at low concentration, in volume per x", Vmax / Km},
            {"half_life_terminal", "terminal half-life, in x", kLn2 * Km * V / Vmax}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    // In units of c0: Km, and the rate at c0 that the line c0 - rate*x would have for small Km.
    const Basis basis = [](double u, const double* s, double* phi) {
      const double km = std::abs(s[0]);
      phi[0] = km * wright_omega((1 - std::abs(s[1]) * u) / km - std::log(km));
    };
    const Projection best =
        project(points, 1, basis, all_pairs({0.01, 0.05, 0.2, 0.5, 1, 3, 10}, rate_grid(points)));
    const double c0 = best.c[0];
    const double volume = kDose / c0;
    return {volume, std::abs(best.s[1]) * c0 * volume, std::abs(best.s[0]) * c0, kDose};
  }
};

}  // namespace

FITD_DEFINE_MODEL(pk1_mm_bolus, Pk1MmBolus)

}  // namespace fitd::models
