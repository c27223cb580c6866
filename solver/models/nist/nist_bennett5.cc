#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistBennett5 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "nist_bennett5",
        .description = "Superconductivity magnetisation: NIST's Bennett5.",
        .formula = "b1*(b2+x)^(-1/b3)",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "scale b2 of the formula", Role::kScale},
                       {"b3", "shape b3 of the formula", Role::kShape}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {-2523.5058043, 46.736564644, 0.93218483193},
                    .ranges = {{7.44717, 12.2722}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3] = p;
    return b1 * pow(b2 + x, -1.0 / b3);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::pow(s[0] + u, -1 / s[1]);
    };
    const double low = points.x.front();
    const double span = points.span();
    std::vector<double> poles;
    for (const double part : {0.1, 0.5, 1.0, 3.0, 8.0}) poles.push_back(part * span - low);
    const Projection best = project(points, 1, basis, all_pairs(poles, {0.3, 0.6, 1, 2, 4}));
    return {best.c[0], best.s[0], best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_bennett5, NistBennett5)

}  // namespace fitd::models
