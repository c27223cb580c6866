#include <algorithm>
#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Chirp {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "chirp",
        .description = "Wave whose frequency changes steadily.",
        .formula = "amplitude*sin(frequency*x + rate*x^2/2 + shift) + offset",
        .parameters = {{"amplitude", "amplitude, in y", Role::kHeight},
                       {"frequency", "angular frequency at x = 0, in 1/x", Role::kRate},
                       {"rate", "change of the angular frequency, in 1/x^2", Role::kRate},
                       {"shift", "phase at x = 0", Role::kShape},
                       {"offset", "mean, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .example = {.parameters = {2, 3, 0.6, 0.5, 1}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, frequency, rate, shift, offset] = p;

    return amplitude * sin((frequency + 0.5 * rate * x) * x + shift) + offset;
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const double span = points.span();
    const Basis basis = [](double u, const double* s, double* phi) {
      const double turn = (s[0] + 0.5 * s[1] * u) * u;
      phi[0] = std::sin(turn);
      phi[1] = std::cos(turn);
      phi[2] = 1;
    };
    // The frequencies at both ends, as far apart as the data can tell.
    const double first = points.x.front();
    const double spacing = kPi / span;
    const auto count = std::min<std::size_t>(points.size() / 2, 40);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i <= 2 * count; ++i) {
      for (std::size_t k = 0; k <= count; ++k) {
        const double begin = spacing * (static_cast<double>(i) - static_cast<double>(count));
        const double end = spacing * static_cast<double>(k);
        const double rate = (end - begin) / span;
        candidates.push_back({begin - rate * first, rate});
      }
    }
    const Projection best =
        project(points, 3, basis, candidates, {spacing / 4, spacing / 4 / span});
    return {std::hypot(best.c[0], best.c[1]), best.s[0], best.s[1],
            std::atan2(best.c[1], best.c[0]), best.c[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(chirp, Chirp)

}  // namespace fitd::models
