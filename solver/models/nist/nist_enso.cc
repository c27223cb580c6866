#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistEnso {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 9;

  static ModelInfo info() {
    return {
        .name = "nist_enso",
        .description = "Atmospheric pressure between Easter Island and Darwin: NIST's ENSO.",
        .formula =
            "b1 + b2*cos(2*pi*x/12) + b3*sin(2*pi*x/12) + b5*cos(2*pi*x/b4) + b6*sin(2*pi*x/b4) + "
            "b8*cos(2*pi*x/b7) + b9*sin(2*pi*x/b7)",
        .parameters = {{"b1", "offset b1 of the formula", Role::kOffset},
                       {"b2", "factor b2 of the formula", Role::kHeight},
                       {"b3", "factor b3 of the formula", Role::kHeight},
                       {"b4", "scale b4 of the formula", Role::kScale},
                       {"b5", "factor b5 of the formula", Role::kHeight},
                       {"b6", "factor b6 of the formula", Role::kHeight},
                       {"b7", "scale b7 of the formula", Role::kScale},
                       {"b8", "factor b8 of the formula", Role::kHeight},
                       {"b9", "factor b9 of the formula", Role::kHeight}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {10.510749193, 3.0762128085, 0.53280138227, 44.3110887,
                                   -1.6231428586, 0.52554493756, 26.88761444, 0.21232288488,
                                   1.4966870418},
                    .ranges = {{1, 168}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3, b4, b5, b6, b7, b8, b9] = p;
    return b1 + b2 * cos(2.0 * kPi * x / 12.0) + b3 * sin(2.0 * kPi * x / 12.0) +
           b5 * cos(2.0 * kPi * x / b4) + b6 * sin(2.0 * kPi * x / b4) +
           b8 * cos(2.0 * kPi * x / b7) + b9 * sin(2.0 * kPi * x / b7);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      const std::array<double, 3> periods = {12, s[0], s[1]};
      phi[0] = 1;
      for (std::size_t k = 0; k < 3; ++k) {
        phi[2 * k + 1] = std::cos(2 * kPi * u / periods[k]);
        phi[2 * k + 2] = std::sin(2 * kPi * u / periods[k]);
      }
    };
    const std::vector<double> periods =
        scaled(points.span(), {0.6, 0.45, 0.34, 0.26, 0.22, 0.19, 0.16, 0.14, 0.12, 0.1, 0.04});
    const Projection best = project(points, 7, basis, ordered_pairs(periods));
    const std::vector<double>& c = best.c;
    return {c[0], c[1], c[2], best.s[0], c[3], c[4], best.s[1], c[5], c[6]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_enso, NistEnso)

}  // namespace fitd::models
