#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/surfaces/disk_estimate.h"

namespace fitd::models {
namespace {

struct Disk2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "disk2d",
        .description = "Disk of even height, with edges as wide as a pixel.",
        .formula =
            "amplitude*min(1, max(0, (R_0 - r)/edge + 1/2)), r = sqrt((x - x_0)^2 + (y - y_0)^2)",
        .parameters = {{"amplitude", "height", Role::kHeight},
                       {"x_0", "center, first coordinate", Role::kLocation},
                       {"y_0", "center, second coordinate", Role::kLocation},
                       {"R_0", "radius", Role::kScale, 0},
                       {"edge",
                        "width of the edges: the size of a pixel; without it no edge could be "
                        "found by derivatives",
                        Role::kScale, 0, kInfinity, 1}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},
        .aliases = {"disk_2d"},
        .example = {.parameters = {5, 5.6, 6.3, 3.4, 1}, .ranges = {{0, 12}, {0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, x_0, y_0, R_0, edge] = p;

    const T r = sqrt(square(x - x_0) + square(y - y_0));
    const T u = (R_0 - r) / edge + 0.5;
    return amplitude * select(u < 0.0, T(0.0), select(u > 1.0, T(1.0), u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x_0, y_0, R_0, edge] = p;
    return {{"area", "area of the disk", kPi * R_0 * R_0}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const DiskEstimate disk = estimate_disk(x, y);
    return {disk.height, disk.x0, disk.y0, disk.radius, 1};
  }
};

}  // namespace

FITD_DEFINE_MODEL(disk2d, Disk2d)

}  // namespace fitd::models
