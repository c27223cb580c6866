#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Debye {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "debye",
        .description = "Debye's heat capacity of a solid against temperature.",
        .formula =
            "scale*3*(x/theta)^3 * integral from 0 to theta/x of t^4*exp(t)/(exp(t) - 1)^2 dt",
        .parameters = {{"scale", "limit at high temperature, in y; 3 R for a mole of atoms",
                        Role::kHeight},
                       {"theta", "Debye temperature, in x", Role::kScale, 0}},
        .predictors = {{"x", "temperature, not negative"}},
        .aliases = {"debye_heat_capacity"},
        .example = {.parameters = {24.94, 420}, .ranges = {{0, 400}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [scale, theta] = p;

    return scale * debye_heat(theta / x);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = debye_heat(s[0] / u);
    };
    const Projection best =
        project(points, 1, basis,
                each(scaled(points.largest_x(), {0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.5, 2.5, 4, 8})));
    return {best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(debye, Debye)

}  // namespace fitd::models
