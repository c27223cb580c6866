#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct HerschelBulkley {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "herschel_bulkley",
        .description = "Shear stress of a power-law fluid with a yield stress.",
        .formula = "tau0 + K*x^n",
        .parameters = {{"tau0", "yield stress, in y", Role::kOffset},
                       {"K", "consistency", Role::kHeight},
                       {"n", "flow index", Role::kShape, 0}},
        .predictors = {{"x", "shear rate, not negative"}},

        .example = {.parameters = {5, 3, 0.6}, .ranges = {{0, 50}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [tau0, K, n] = p;
    return tau0 + K * pow(x, n);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::pow(std::max(u, 0.0), s[0]);
      phi[1] = 1;
    };
    const Projection best = project(points, 2, basis, each({0.2, 0.4, 0.6, 0.8, 1, 1.3, 2}));
    return {best.c[1], best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(herschel_bulkley, HerschelBulkley)

}  // namespace fitd::models
