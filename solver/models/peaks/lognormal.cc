#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Lognormal {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "lognormal",
        .description = "Log-normal distribution by its area.",
        .formula =
            "amplitude/(sigma*sqrt(2*pi)*x) * exp(-((log(x) - center)/sigma)^2/2) for x > 0, else "
            "0",
        .parameters = {{"amplitude", "area under the curve, in y times x", Role::kHeight},
                       {"center", "mean of log(x)", Role::kLocation},
                       {"sigma", "standard deviation of log(x)", Role::kShape, 0}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"log_normal"},
        .example = {.parameters = {10, 1, 0.5}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma] = p;
    const T density = exp(-0.5 * square((log(x) - center) / sigma)) / x;
    return select(x > 0.0, amplitude / (kSqrt2Pi * sigma) * density, T(0.0));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma] = p;
    return {{"fwhm", "full width at half maximum, in x",
             2 * exp(center - sigma * sigma) * sinh(kFwhmOverSigma / 2 * sigma)},
            {"height", "height of the maximum, in y",
             amplitude / (kSqrt2Pi * sigma) * exp(sigma * sigma / 2 - center)},
            {"maximum_at", "position of the maximum, in x", exp(center - sigma * sigma)},
            {"mean", "mean of the distribution, in x", exp(center + sigma * sigma / 2)},
            {"median", "median of the distribution, in x", exp(center)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], std::abs(s[1])});
    };
    const double center = estimate_peak(x[0], y).center;
    const double mode = std::log(center > 0 ? center : points.largest_x());
    const std::vector<double> centers = {mode, mode + 0.1, mode + 0.3, mode + 1};
    const Projection best =
        project(points, 1, basis, all_pairs(centers, {0.05, 0.1, 0.3, 0.5, 1}), {0.1});
    return {best.c[0], best.s[0], std::abs(best.s[1])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(lognormal, Lognormal)

}  // namespace fitd::models
