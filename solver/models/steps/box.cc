#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/steps/box_estimate.h"

namespace fitd::models {
namespace {

struct Box {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "box",
        .description = "Box between two edges, each a ramp as wide as a point.",
        .formula = "amplitude*min(1, max(0, (width/2 - |x - x_0|)/edge + 1/2))",
        .parameters = {{"amplitude", "height, in y", Role::kHeight},
                       {"x_0", "middle, in x", Role::kLocation},
                       {"width", "width at half height, in x", Role::kScale, 0},
                       {"edge",
                        "width of the ramps, in x: about the spacing of the points; without it no "
                        "edge could be found by derivatives",
                        Role::kScale, 0, kInfinity, 1}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"box_1d"},
        .example = {.parameters = {3, 19.3, 13.6, 1}, .ranges = {{0, 40}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, x_0, width, edge] = p;

    const T u = (0.5 * width - abs(x - x_0)) / edge + 0.5;
    return amplitude * select(u < 0.0, T(0.0), select(u > 1.0, T(1.0), u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x_0, width, edge] = p;
    return {{"area", "area under the peak, in y times x", amplitude * width}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const BoxEstimate box = estimate_box(x[0], y);
    return {box.height, 0.5 * (box.left + box.right), box.right - box.left, 1};
  }
};

}  // namespace

FITD_DEFINE_MODEL(box, Box)

}  // namespace fitd::models
