#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct ExpLinear {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "exp_linear",
        .description = "Exponential decay onto a straight line.",
        .formula = "amplitude*exp(-x/decay) + intercept + slope*x",
        .parameters = {{"amplitude", "value of the decay at x = 0, in y", Role::kHeight},
                       {"decay", "length of the decay, in x", Role::kScale},
                       {"intercept", "value of the line at x = 0, in y", Role::kOffset},
                       {"slope", "rise of the line, in y per x", Role::kRate}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {3, 1.2, 1, 0.4}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, decay, intercept, slope] = p;
    return amplitude * exp(-x / decay) + intercept + slope * x;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, decay, intercept, slope] = p;
    return {{"half_life", "half-life of the decay, in x", kLn2 * decay},
            {"rate", "rate of the decay, in 1/x", 1 / decay}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(-u / s[0]);
      phi[1] = 1;
      phi[2] = u;
    };
    const Projection best = project(points, 3, basis, each(length_grid(points)));
    return {best.c[0], best.s[0], best.c[1], best.c[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(exp_linear, ExpLinear)

}  // namespace fitd::models
