#include "solver/expression/functions.h"

#include <limits>

namespace fitd::expression::functions {
namespace {

bool is_pole(double a) { return a <= 0 && a == std::floor(a); }

}  // namespace

double gamma(double a) { return std::tgamma(a); }

// std::lgamma would write the sign into a global.
double log_gamma(double a) {
  int sign = 0;
  return ::lgamma_r(a, &sign);
}

double digamma(double a) {
  if (a > 0) return special::log_gamma(a).slope;
  if (is_pole(a) || !std::isfinite(a)) return std::numeric_limits<double>::quiet_NaN();
  // digamma(1 - a) - digamma(a) = pi cot(pi a).
  const double r = a - std::floor(a);
  return special::log_gamma(1 - a).slope - models::kPi / std::tan(models::kPi * r);
}

}  // namespace fitd::expression::functions
