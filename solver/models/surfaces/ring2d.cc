#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/surfaces/disk_estimate.h"

namespace fitd::models {
namespace {

struct Ring2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "ring2d",
        .description = "Ring of even height, with edges as wide as a pixel.",
        .formula =
            "amplitude*(clip((r_in + width - r)/edge + 1/2) - clip((r_in - r)/edge + 1/2)), r = "
            "sqrt((x - x_0)^2 + (y - y_0)^2), clip(u) = min(1, max(0, u))",
        .parameters = {{"amplitude", "height", Role::kHeight},
                       {"x_0", "center, first coordinate", Role::kLocation},
                       {"y_0", "center, second coordinate", Role::kLocation},
                       {"r_in", "inner radius", Role::kScale, 0},
                       {"width", "width of the ring", Role::kScale, 0},
                       {"edge",
                        "width of the edges: the size of a pixel; without it no edge could be "
                        "found by derivatives",
                        Role::kScale, 0, kInfinity, 1}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},
        .aliases = {"ring_2d"},
        .example = {.parameters = {5, 5.6, 6.3, 1.9, 2.3, 1}, .ranges = {{0, 12}, {0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, x_0, y_0, r_in, width, edge] = p;

    const T r = sqrt(square(x - x_0) + square(y - y_0));
    const auto disk = [&](const T& radius) {
      const T u = (radius - r) / edge + 0.5;
      return select(u < 0.0, T(0.0), select(u > 1.0, T(1.0), u));
    };
    return amplitude * (disk(r_in + width) - disk(r_in));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x_0, y_0, r_in, width, edge] = p;
    return {{"r_out", "outer radius", r_in + width}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const RingEstimate ring = estimate_ring(x, y);
    return {ring.height, ring.x0, ring.y0, ring.inner, ring.outer - ring.inner, 1};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ring2d, Ring2d)

}  // namespace fitd::models
