#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct SmoothSquare {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "smooth_square",
        .description = "Square wave with rounded edges.",
        .formula = "amplitude*2/pi*atan(sin(frequency*x + shift)/delta) + offset",
        .parameters = {{"amplitude", "amplitude that sharp edges would have, in y", Role::kHeight},
                       {"frequency", "angular frequency, in 1/x", Role::kRate},
                       {"shift", "phase at x = 0", Role::kShape},
                       {"delta", "roundness of the edges; near 0: sharp", Role::kShape, 0},
                       {"offset", "mean, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .example = {.parameters = {2, 2.2, 0.6, 0.2, 1}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, frequency, shift, delta, offset] = p;

    return amplitude * (2 / kPi) * atan(sin(frequency * x + shift) / delta) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, frequency, shift, delta, offset] = p;
    return {{"period", "length of a cycle, in x", 2 * kPi / frequency}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SineEstimate sine = estimate_sine(x[0], y);
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = 2 / kPi * std::atan(std::sin(s[0] * u + s[1]) / s[2]);
      phi[1] = 1;
    };
    const Projection best = project(
        points, 2, basis, all_triples({sine.frequency}, {sine.phase}, {0.05, 0.2, 0.5, 1.5}),
        {0.1 / points.span(), 0.2});
    return {best.c[0], best.s[0], best.s[1], best.s[2], best.c[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(smooth_square, SmoothSquare)

}  // namespace fitd::models
