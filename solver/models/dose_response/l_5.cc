#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct L5 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "l_5",
        .description = "Asymmetric logistic dose response between two limits.",
        .formula = "c + (d - c)/(1 + exp(b*(x - e)))^f",
        .parameters = {{"b", "slope, in 1/x; positive where the curve falls from d to c",
                        Role::kRate},
                       {"c", "lower limit, in y", Role::kOffset},
                       {"d", "upper limit, in y", Role::kHeight},
                       {"e", "location, in x; the ED50 for f = 1", Role::kLocation},
                       {"f", "asymmetry", Role::kShape, 0}},
        .predictors = {{"x", "dose"}},
        .example = {.parameters = {0.8, 1, 8, 10, 0.5}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b, c, d, e, f] = p;

    return c + (d - c) * exp(-f * softplus(b * (x - e)));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [b, c, d, e, f] = p;
    return {{"ec50", "dose of half the effect, in x", e + log(expm1(kLn2 / f)) / b}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y);
    const Points points = sorted_points(x[0], y);
    const double sign = step.left > step.right ? 1 : -1;
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = s[2] > 0 ? std::exp(-s[2] * softplus(s[1] * (u - s[0]))) : std::nan("");
      phi[1] = 1;
    };
    const double w = step.width;
    const Projection best =
        project(points, 2, basis,
                all_triples({step.center - 2 * w, step.center, step.center + 2 * w},
                            {0.5 * sign / w, sign / w, 2 * sign / w}, {0.3, 1, 3}),
                {w});
    return {best.s[1], best.c[1], best.c[1] + best.c[0], best.s[0], best.s[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(l_5, L5)

}  // namespace fitd::models
