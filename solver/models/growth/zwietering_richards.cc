#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct ZwieteringRichards {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "zwietering_richards",
        .description = "Bacterial growth: Richards by its greatest rate and lag.",
        .formula = "A*(1 + nu*exp(1 + nu)*exp(mu/A*(1 + nu)^(1 + 1/nu)*(lag - x)))^(-1/nu)",
        .parameters = {{"A", "level that the growth ends at, in y", Role::kHeight},
                       {"mu", "greatest slope, in y per x", Role::kRate},
                       {"lag", "where the tangent of greatest slope crosses 0, in x",
                        Role::kLocation},
                       {"nu", "shape; 1: logistic, near 0: Gompertz", Role::kShape, 0}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"modified_richards"},
        .example = {.parameters = {8, 1.5, 3, 0.6}, .ranges = {{0, 15}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [A, mu, lag, nu] = p;

    const T turn = 1.0 + nu;
    const T rate = mu / A * pow(turn, 1.0 + 1.0 / nu);
    // (1 + exp(t))^(-1/nu).
    return A * exp(-softplus(log(nu) + turn + rate * (lag - x)) / nu);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [A, mu, lag, nu] = p;
    return {{"inflection_at", "where the slope is greatest, in x",
             lag + A / mu * (1 + nu) * pow(1 + nu, -1 - 1 / nu)},
            {"inflection_y", "value there, in y", A * pow(1 + nu, -1 / nu)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y, Baseline::kZero);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] =
          s[2] > 0 ? value<double, double>({u}, {1, std::abs(s[0]), s[1], s[2]}) : std::nan("");
    };
    const double rate = 1 / (4 * step.width);
    const Projection best =
        project(sorted_points(x[0], y), 1, basis,
                all_triples({0.8 * rate, 1.3 * rate},
                            {step.center - 2 * step.width, step.center - 1.2 * step.width},
                            {0.1, 0.5, 1, 3}),
                {0.1 * rate, 0.5 * step.width});
    return {best.c[0], best.c[0] * std::abs(best.s[0]), best.s[1], best.s[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(zwietering_richards, ZwieteringRichards)

}  // namespace fitd::models
