#include "solver/special/wright_omega.h"

#include <cmath>

namespace fitd::special {
namespace {

double first_guess(double u) {
  if (u > 1) return u - std::log(u) * (1 - 1 / u);
  if (u > -2) return std::exp(2.0 / 3 * (u - 1));
  const double e = std::exp(u);
  return e * (1 - e);
}

}  // namespace

// Two steps of Fritsch, Shafer and Crowley's iteration (Comm. ACM 16 (1973) 123), each of which
// makes the error its fourth power.
double wright_omega(double u) {
  if (u < -40) return std::exp(u);  // w = exp(u - w), and w is below an ulp of 1
  if (!(u < 1e17)) return u;        // log(u) is below an ulp; infinity, NaN
  double w = first_guess(u);
  for (int turn = 0; turn < 2; ++turn) {
    const double rest = u - w - std::log(w);
    const double next = 1 + w;
    const double q = 2 * next * (next + 2.0 / 3 * rest);
    w *= 1 + rest / next * ((q - rest) / (q - 2 * rest));
  }
  return w;
}

}  // namespace fitd::special
