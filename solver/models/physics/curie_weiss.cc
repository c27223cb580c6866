#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct CurieWeiss {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "curie_weiss",
        .description = "Magnetic susceptibility above the Curie temperature.",
        .formula = "C/(x - theta)",
        .parameters = {{"C", "Curie constant, in y times x", Role::kHeight},
                       {"theta", "Weiss temperature, in x", Role::kLocation}},
        .predictors = {{"x", "temperature"}},

        .example = {.parameters = {3, -12}, .ranges = {{5, 300}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [C, theta] = p;
    return C / (x - theta);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    // y x = C + theta y is linear.
    const Points points = sorted_points(x[0], y);
    std::vector<std::vector<double>> columns(2, std::vector<double>(points.size(), 1.0));
    std::vector<double> products(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      columns[1][i] = points.y[i];
      products[i] = points.y[i] * points.x[i];
    }
    return linear_fit(columns, products);
  }
};

}  // namespace

FITD_DEFINE_MODEL(curie_weiss, CurieWeiss)

}  // namespace fitd::models
