#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Polynomial2d2 {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "polynomial2d_2",
        .description = "Polynomial of the second degree over the plane.",
        .formula = "c0_0 + c1_0*x + c2_0*x^2 + c0_1*y + c0_2*y^2 + c1_1*x*y",
        .parameters = {{"c0_0", "value at the origin", Role::kOffset},
                       {"c1_0", "coefficient of x", Role::kRate},
                       {"c2_0", "coefficient of x^2", Role::kRate},
                       {"c0_1", "coefficient of y", Role::kRate},
                       {"c0_2", "coefficient of y^2", Role::kRate},
                       {"c1_1", "coefficient of x*y", Role::kRate}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},

        .example = {.parameters = {3, 0.7, -0.2, -0.4, 0.1, 0.3}, .ranges = {{-5, 5}, {-5, 5}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [c0_0, c1_0, c2_0, c0_1, c0_2, c1_1] = p;
    return c0_0 + c1_0 * x + c2_0 * (x * x) + c0_1 * y + c0_2 * (y * y) + c1_1 * (x * y);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    std::vector<std::vector<double>> columns(6, std::vector<double>(y.size(), 1.0));
    for (std::size_t i = 0; i < y.size(); ++i) {
      columns[1][i] = x[0][i];
      columns[2][i] = x[0][i] * x[0][i];
      columns[3][i] = x[1][i];
      columns[4][i] = x[1][i] * x[1][i];
      columns[5][i] = x[0][i] * x[1][i];
    }
    return linear_fit(columns, y);
  }
};

}  // namespace

FITD_DEFINE_MODEL(polynomial2d_2, Polynomial2d2)

}  // namespace fitd::models
