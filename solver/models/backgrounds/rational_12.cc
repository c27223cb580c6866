#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/nist/rational_guess.h"

namespace fitd::models {
namespace {

struct Rational12 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "rational_12",
        .description = "Quotient of a straight line and a parabola.",
        .formula = "(p0 + p1*x)/(1 + q1*x + q2*x^2)",
        .parameters = {{"p0", "value at x = 0, in y", Role::kOffset},
                       {"p1", "coefficient of x in the numerator, in y per x", Role::kRate},
                       {"q1", "coefficient of x in the denominator", Role::kRate},
                       {"q2", "coefficient of x^2 in the denominator", Role::kRate}},
        .predictors = {{"x", "abscissa"}},
        .example = {.parameters = {1, 2, 0.3, 0.15}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [p0, p1, q1, q2] = p;

    return (p0 + p1 * x) / (1.0 + (q1 + q2 * x) * x);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_rational(sorted_points(x[0], y), 1, 2);
  }
};

}  // namespace

FITD_DEFINE_MODEL(rational_12, Rational12)

}  // namespace fitd::models
