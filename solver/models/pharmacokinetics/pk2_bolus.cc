#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/pharmacokinetics/compartments.h"
#include "solver/models/pharmacokinetics/dose.h"

namespace fitd::models {
namespace {

struct Pk2Bolus {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "pk2_bolus",
        .description = "Two compartments, intravenous bolus.",
        .formula =
            "dose/V1*((alpha - k21)*exp(-alpha*x) + (k21 - beta)*exp(-beta*x))/(alpha - beta), "
            "alpha + beta = CL/V1 + Q/V1 + k21, alpha*beta = CL/V1*k21, k21 = Q/V2",
        .parameters = {{"V1", "volume of the central compartment", Role::kScale, 0},
                       {"CL", "clearance, in volume per x", Role::kRate, 0},
                       {"Q", "clearance between the compartments, in volume per x", Role::kRate, 0},
                       {"V2", "volume of the peripheral compartment", Role::kScale, 0},
                       {"dose", "amount given", Role::kHeight, 0, kInfinity, kDose}},
        .predictors = {{"x", "time since the dose"}},

        .example = {.parameters = {10, 4, 6, 25, 100}, .ranges = {{0, 24}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [V1, CL, Q, V2, dose] = p;
    const auto& [alpha, beta, k21, root] = two_compartments(V1, CL, Q, V2);
    return dose / V1 * ((alpha - k21) * exp(-alpha * x) + (k21 - beta) * exp(-beta * x)) / root;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [V1, CL, Q, V2, dose] = p;
    return {
        {"auc", "area from x = 0 on, in y times x", dose / CL},
        {"vss", "volume of distribution at steady state", V1 + V2},
        {"half_life_alpha", "half-life of distribution, in x",
         kLn2 / two_compartments(V1, CL, Q, V2).alpha},
        {"half_life_beta", "terminal half-life, in x", kLn2 / two_compartments(V1, CL, Q, V2).beta},
        {"cmax", "greatest value, in y", dose / V1}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(-s[0] * u);
      phi[1] = std::exp(-s[1] * u);
    };
    const Projection best = project(points, 2, basis, ordered_pairs(rate_grid(points)));
    const double beta = best.s[0];
    const double alpha = best.s[1];
    const double height = best.c[0] + best.c[1];
    // c[0]/height = (k21 - beta)/(alpha - beta).
    const double k21 = beta + best.c[0] / height * (alpha - beta);
    const double k10 = alpha * beta / k21;
    const double k12 = alpha + beta - k21 - k10;
    const double v1 = kDose / height;
    return {v1, k10 * v1, k12 * v1, v1 * k12 / k21, kDose};
  }
};

}  // namespace

FITD_DEFINE_MODEL(pk2_bolus, Pk2Bolus)

}  // namespace fitd::models
