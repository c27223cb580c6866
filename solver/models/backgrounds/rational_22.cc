#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/nist/rational_guess.h"

namespace fitd::models {
namespace {

struct Rational22 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "rational_22",
        .description = "Quotient of a parabola and a parabola.",
        .formula = "(p0 + p1*x + p2*x^2)/(1 + q1*x + q2*x^2)",
        .parameters = {{"p0", "value at x = 0, in y", Role::kOffset},
                       {"p1", "coefficient of x in the numerator, in y per x", Role::kRate},
                       {"p2", "coefficient of x^2 in the numerator, in y per x^2", Role::kRate},
                       {"q1", "coefficient of x in the denominator", Role::kRate},
                       {"q2", "coefficient of x^2 in the denominator", Role::kRate}},
        .predictors = {{"x", "abscissa"}},
        .example = {.parameters = {1, 2, 0.4, 0.3, 0.15}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [p0, p1, p2, q1, q2] = p;

    return (p0 + (p1 + p2 * x) * x) / (1.0 + (q1 + q2 * x) * x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [p0, p1, p2, q1, q2] = p;
    return {{"asymptote", "limit at large x, in y", p2 / q2}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_rational(sorted_points(x[0], y), 2, 2);
  }
};

}  // namespace

FITD_DEFINE_MODEL(rational_22, Rational22)

}  // namespace fitd::models
