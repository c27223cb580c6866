#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Casson {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "casson",
        .description = "Shear stress of a Casson fluid.",
        .formula = "(sqrt(tau0) + sqrt(eta_inf*x))^2",
        .parameters = {{"tau0", "yield stress, in y", Role::kOffset, 0},
                       {"eta_inf", "viscosity at high shear rate, in y per x", Role::kRate, 0}},
        .predictors = {{"x", "shear rate, not negative"}},

        .example = {.parameters = {5, 0.8}, .ranges = {{0, 50}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [tau0, eta_inf] = p;
    return square(sqrt(tau0) + sqrt(eta_inf * x));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    // sqrt(y) is linear in sqrt(x).
    const Points points = sorted_points(x[0], y);
    std::vector<std::vector<double>> columns(2, std::vector<double>(points.size(), 1.0));
    std::vector<double> roots(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      columns[1][i] = std::sqrt(std::max(points.x[i], 0.0));
      roots[i] = std::sqrt(std::max(points.y[i], 0.0));
    }
    const std::vector<double> c = linear_fit(columns, roots);
    const double least = 1e-6 * points.largest_y();  // sqrt has no derivative at 0
    return {std::max(c[0] * std::abs(c[0]), least), c[1] * std::abs(c[1])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(casson, Casson)

}  // namespace fitd::models
