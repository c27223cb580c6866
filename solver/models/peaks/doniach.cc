#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Doniach {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "doniach",
        .description = "Doniach-Sunjic line of photo-emission.",
        .formula =
            "amplitude/sigma^(1 - gamma) * cos(pi*gamma/2 + (1 - gamma)*atan(u)) / (1 + u^2)^((1 - "
            "gamma)/2), u = (x - center)/sigma",
        .parameters = {{"amplitude", "strength of the line", Role::kHeight},
                       {"center", "position of the line, in x", Role::kLocation},
                       {"sigma", "width, in x", Role::kScale, 0},
                       {"gamma", "asymmetry", Role::kShape, 0, 1}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {5, 5, 0.7, 0.15}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, gamma] = p;
    const T u = (x - center) / sigma;
    const T rest = 1.0 - gamma;
    return amplitude * pow(sigma, -rest) * cos(0.5 * kPi * gamma + rest * atan(u)) *
           pow(1.0 + square(u), -0.5 * rest);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, gamma] = p;
    return {
        {"maximum_at", "position of the maximum, in x",
         center - sigma * tan(kPi / 2 * gamma / (2 - gamma))},
        {"height", "height of the maximum, in y",
         amplitude * pow(sigma, gamma - 1) * pow(cos(kPi / 2 * gamma / (2 - gamma)), 2 - gamma)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], std::abs(s[1]), std::abs(s[2])});
    };
    const double w = peak.fwhm / 2;
    const Projection best =
        project(sorted_points(x[0], y), 1, basis,
                all_triples({peak.center}, {w, 0.5 * w}, {0.05, 0.2, 0.4}), {w / 2});
    return {best.c[0], best.s[0], std::abs(best.s[1]), std::abs(best.s[2])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(doniach, Doniach)

}  // namespace fitd::models
