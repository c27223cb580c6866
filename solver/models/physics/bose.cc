#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Bose {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "bose",
        .description = "Bose-Einstein distribution.",
        .formula = "amplitude/(exp((x - center)/kt) - 1)",
        .parameters = {{"amplitude", "scale, in y", Role::kHeight},
                       {"center", "chemical potential, in x", Role::kLocation},
                       {"kt", "thermal energy, in x", Role::kScale, 0}},
        .predictors = {{"x", "energy"}},
        .example = {.parameters = {2, -1, 1.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, kt] = p;
    const T u = (x - center) / kt;
    return amplitude * bernoulli(u) / u;
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], s[1]});
    };
    const double low = points.x.front();
    const double span = points.span();
    const Projection best = project(
        points, 1, basis,
        all_pairs({low - 0.02 * span, low - 0.1 * span, low - 0.3 * span}, length_grid(points)),
        {0.01 * span});
    return {best.c[0], best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(bose, Bose)

}  // namespace fitd::models
