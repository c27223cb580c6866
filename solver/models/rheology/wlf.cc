#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Wlf {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "wlf",
        .description = "Decimal logarithm of the shift factor (Williams, Landel and Ferry).",
        .formula = "-C1*(x - Tref)/(C2 + x - Tref)",
        .parameters = {{"C1", "limit far above the reference", Role::kHeight},
                       {"C2", "width, in x", Role::kScale},
                       {"Tref", "reference temperature, in x", Role::kLocation, -kInfinity,
                        kInfinity, 298.15}},
        .predictors = {{"x", "temperature"}},

        .example = {.parameters = {8.86, 101.6, 298.15}, .ranges = {{280, 380}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [C1, C2, Tref] = p;
    return -C1 * (x - Tref) / (C2 + (x - Tref));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    // y = -C1 t/(C2 + t): y t = -C1 t - C2 y is linear.
    constexpr double kReference = 298.15;
    const Points points = sorted_points(x[0], y);
    std::vector<std::vector<double>> columns(2, std::vector<double>(points.size()));
    std::vector<double> products(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double t = points.x[i] - kReference;
      columns[0][i] = -t;
      columns[1][i] = -points.y[i];
      products[i] = points.y[i] * t;
    }
    const std::vector<double> c = linear_fit(columns, products);
    return {c[0], c[1], kReference};
  }
};

}  // namespace

FITD_DEFINE_MODEL(wlf, Wlf)

}  // namespace fitd::models
