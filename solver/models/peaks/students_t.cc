#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct StudentsT {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "students_t",
        .description = "Student's t distribution of sigma degrees of freedom, by its area.",
        .formula =
            "amplitude*Gamma((sigma + 1)/2)/(sqrt(pi*sigma)*Gamma(sigma/2)) * (1 + (x - "
            "center)^2/sigma)^(-(sigma + 1)/2)",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma",
                        "degrees of freedom; the standard deviation tends to 1 as they grow",
                        Role::kShape, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {10, 5, 3}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma] = p;
    const T norm = gamma_half_ratio(0.5 * sigma) / sqrt(kPi * sigma);
    return amplitude * norm * pow(1.0 + square(x - center) / sigma, -0.5 * (sigma + 1.0));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma] = p;
    return {{"fwhm", "full width at half maximum, in x",
             2 * sqrt(sigma * expm1(2 * kLn2 / (sigma + 1)))},
            {"height", "height of the maximum, in y",
             amplitude * gamma_half_ratio(0.5 * sigma) / sqrt(kPi * sigma)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    return {peak.height / 0.37, peak.center, 3};
  }
};

}  // namespace

FITD_DEFINE_MODEL(students_t, StudentsT)

}  // namespace fitd::models
