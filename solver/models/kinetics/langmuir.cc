#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Langmuir {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "langmuir",
        .description = "Langmuir's adsorption isotherm.",
        .formula = "qmax*K*x/(1 + K*x)",
        .parameters = {{"qmax", "monolayer capacity, in y", Role::kHeight},
                       {"K", "affinity, in 1/x", Role::kRate, 0}},
        .predictors = {{"x", "concentration or pressure"}},

        .example = {.parameters = {10, 0.3}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [qmax, K] = p;
    const T u = K * x;
    return qmax * u / (1.0 + u);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [qmax, K] = p;
    return {{"half_saturation", "where half of qmax is reached, in x", 1 / K},
            {"initial_slope", "slope at x = 0, in y per x", qmax * K}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) { phi[0] = u / (s[0] + u); };
    const Projection best = project(points, 1, basis, each(length_grid(points)));
    return {best.c[0], 1 / best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(langmuir, Langmuir)

}  // namespace fitd::models
