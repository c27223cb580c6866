#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/steps/rectangle_guess.h"

namespace fitd::models {
namespace {

struct RectangleAtan {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "rectangle_atan",
        .description = "Step up and step down with the shape of an arc tangent.",
        .formula = "amplitude * (atan((x - center1)/sigma1) + atan((center2 - x)/sigma2))/pi",
        .parameters = {{"amplitude", "height of the plateau, in y", Role::kHeight},
                       {"center1", "middle of the step up, in x", Role::kLocation},
                       {"sigma1", "width of the step up, in x", Role::kScale, 0},
                       {"center2", "middle of the step down, in x", Role::kLocation},
                       {"sigma2", "width of the step down, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {3, 3, 0.3, 7, 0.2}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center1, sigma1, center2, sigma2] = p;
    return amplitude * (atan((x - center1) / sigma1) + atan((center2 - x) / sigma2)) / kPi;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center1, sigma1, center2, sigma2] = p;
    return {{"width", "distance between the steps, in x", center2 - center1}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_rectangle<RectangleAtan>(x[0], y);
  }
};

}  // namespace

FITD_DEFINE_MODEL(rectangle_atan, RectangleAtan)

}  // namespace fitd::models
