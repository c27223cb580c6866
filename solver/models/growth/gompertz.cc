#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Gompertz {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "gompertz",
        .description = "Gompertz growth.",
        .formula = "Asym*exp(-b2*b3^x)",
        .parameters = {{"Asym", "level that the growth ends at, in y", Role::kHeight},
                       {"b2", "log(Asym/y) at x = 0", Role::kShape},
                       {"b3", "factor by which log(Asym/y) falls when x grows by 1", Role::kShape,
                        0, 1}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"ssgompertz"},
        .example = {.parameters = {5, 4, 0.55}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Asym, b2, b3] = p;
    return Asym * exp(-b2 * pow(b3, x));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Asym, b2, b3] = p;
    return {{"inflection_at", "where the slope is greatest, in x", -log(b2) / log(b3)},
            {"max_rate", "greatest slope, in y per x", -0.367879441171442322 * Asym * log(b3)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = std::exp(-std::exp((s[0] - u) / s[1]));
    };
    const double span = points.span();
    const std::vector<double> lengths = scaled(span, {0.5, 0.2, 0.1, 0.05, 0.02});
    const Projection best =
        project(points, 1, basis, all_pairs(location_grid(points), lengths), {span / 24});
    return {best.c[0], std::exp(best.s[0] / best.s[1]), std::exp(-1 / best.s[1])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(gompertz, Gompertz)

}  // namespace fitd::models
