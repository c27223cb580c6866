#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/steps/rectangle_guess.h"

namespace fitd::models {
namespace {

struct RectangleLinear {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "rectangle_linear",
        .description = "Step up and step down that are straight lines.",
        .formula =
            "amplitude/2 * (clip((x - center1)/sigma1) + clip((center2 - x)/sigma2)), clip(u) = "
            "min(1, max(-1, u))",
        .parameters = {{"amplitude", "height of the plateau, in y", Role::kHeight},
                       {"center1", "middle of the step up, in x", Role::kLocation},
                       {"sigma1", "half width of the step up, in x", Role::kScale, 0},
                       {"center2", "middle of the step down, in x", Role::kLocation},
                       {"sigma2", "half width of the step down, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {3, 3, 1, 7, 0.6}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center1, sigma1, center2, sigma2] = p;
    const auto clip = [](const T& u) {
      return select(u < -1.0, T(-1.0), select(u > 1.0, T(1.0), u));
    };
    return 0.5 * amplitude * (clip((x - center1) / sigma1) + clip((center2 - x) / sigma2));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center1, sigma1, center2, sigma2] = p;
    return {{"width", "distance between the steps, in x", center2 - center1},
            {"area", "area under the peak, in y times x", amplitude * (center2 - center1)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_rectangle<RectangleLinear>(x[0], y);
  }
};

}  // namespace

FITD_DEFINE_MODEL(rectangle_linear, RectangleLinear)

}  // namespace fitd::models
