#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Beat {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "beat",
        .description = "Sum of two waves, which beat.",
        .formula =
            "amplitude_1*sin(frequency_1*x + shift_1) + amplitude_2*sin(frequency_2*x + shift_2)",
        .parameters = {{"amplitude_1", "amplitude of the first wave, in y", Role::kHeight},
                       {"frequency_1", "angular frequency of the first wave, in 1/x", Role::kRate},
                       {"shift_1", "phase of the first wave at x = 0", Role::kShape},
                       {"amplitude_2", "amplitude of the second wave, in y", Role::kHeight},
                       {"frequency_2", "angular frequency of the second wave, in 1/x", Role::kRate},
                       {"shift_2", "phase of the second wave at x = 0", Role::kShape}},
        .predictors = {{"x", "abscissa"}},
        .example = {.parameters = {2, 5, 0.4, 1.2, 6.1, 1}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude_1, frequency_1, shift_1, amplitude_2, frequency_2, shift_2] = p;

    return amplitude_1 * sin(frequency_1 * x + shift_1) +
           amplitude_2 * sin(frequency_2 * x + shift_2);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude_1, frequency_1, shift_1, amplitude_2, frequency_2, shift_2] = p;
    return {
        {"beat_frequency", "angular frequency of the beat, in 1/x", abs(frequency_1 - frequency_2)},
        {"beat_period", "length of a beat, in x", 2 * kPi / abs(frequency_1 - frequency_2)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::sin(s[0] * u);
      phi[1] = std::cos(s[0] * u);
      phi[2] = std::sin(s[1] * u);
      phi[3] = std::cos(s[1] * u);
    };
    // The stronger wave, and any other beside it.
    const double stronger = estimate_sine(x[0], y).frequency;
    const double spacing = kPi / 2 / points.span();
    std::vector<Candidate> candidates;
    for (std::size_t k = 1; k <= 2 * points.size(); ++k) {
      for (const double near : {0.0, -1.0, 1.0}) {
        candidates.push_back(
            {stronger + near * spacing, (static_cast<double>(k) + 0.25) * spacing});
      }
    }
    const Projection best = project(points, 4, basis, candidates, {spacing / 2, spacing / 2});
    return {std::hypot(best.c[0], best.c[1]), best.s[0], std::atan2(best.c[1], best.c[0]),
            std::hypot(best.c[2], best.c[3]), best.s[1], std::atan2(best.c[3], best.c[2])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(beat, Beat)

}  // namespace fitd::models
