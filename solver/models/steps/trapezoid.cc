#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/steps/box_estimate.h"

namespace fitd::models {
namespace {

struct Trapezoid {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "trapezoid",
        .description = "Plateau with a straight flank on each side.",
        .formula = "amplitude*min(1, max(0, 1 - slope/amplitude*(|x - x_0| - width/2)))",
        .parameters = {{"amplitude", "height of the plateau, in y", Role::kHeight},
                       {"x_0", "middle, in x", Role::kLocation},
                       {"width", "width of the plateau, in x", Role::kScale, 0},
                       {"slope", "slope of the left flank, in y per x; of the sign of amplitude",
                        Role::kRate}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"trapezoid_1d"},
        .example = {.parameters = {3, 5.2, 3, 1.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, x_0, width, slope] = p;

    const T u = 1.0 - slope / amplitude * (abs(x - x_0) - 0.5 * width);
    return amplitude * select(u < 0.0, T(0.0), select(u > 1.0, T(1.0), u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x_0, width, slope] = p;
    return {{"fwhm", "full width at half height, in x", width + amplitude / slope},
            {"area", "area under the peak, in y times x", amplitude * (width + amplitude / slope)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const BoxEstimate box = estimate_box(x[0], y);
    const double w = box.right - box.left;
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], std::abs(s[1]), 1 / std::abs(s[2])});
    };
    std::vector<Candidate> candidates;
    for (const double part : {0.05, 0.2, 0.5, 0.9}) {
      candidates.push_back({0.5 * (box.left + box.right), (1 - part) * w, part * w});
    }
    const Projection best = project(sorted_points(x[0], y), 1, basis, candidates, {w / 20, w / 10});
    return {best.c[0], best.s[0], std::abs(best.s[1]), best.c[0] / std::abs(best.s[2])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(trapezoid, Trapezoid)

}  // namespace fitd::models
