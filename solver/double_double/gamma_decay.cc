// |Gamma(a + ib)/Gamma(a)|^2: as solver/special/gamma_decay.cc, shifted to 40.
#include "solver/special/gamma_decay.h"

#include <cmath>

#include "solver/double_double/elementary.h"
#include "solver/double_double/special.h"
#include "solver/double_double/stirling.h"

namespace fitd::double_double {
namespace {

struct Logarithm {
  DoubleDouble value;
  DoubleDouble by_a;
  DoubleDouble by_b;
};

const DoubleDouble kOne = 1;

Logarithm logarithm(DoubleDouble a, const DoubleDouble& b) {
  Logarithm sum;
  for (; a.high < 40; a += kOne) {
    const DoubleDouble norm = a * a + b * b;
    sum.value -= log1p(b * b / (a * a));
    sum.by_a += b * b / (a * norm) * 2;
    sum.by_b -= b / norm * 2;
  }
  const DoubleDouble log_size = log1p(b * b / (a * a)) * 0.5;
  const DoubleDouble angle = atan(b / a);
  sum.value += ((a - 0.5) * log_size - b * angle) * 2;
  // Of z = a + ib: z^-k = size^k (cos(k angle) - i sin(k angle)).
  const DoubleDouble norm = a * a + b * b;
  const DoubleDouble inverse_size = kOne / sqrt(norm);
  sum.by_a += (log_size - (a / norm - kOne / a) * 0.5) * 2;
  sum.by_b -= (angle + b / norm * 0.5) * 2;
  DoubleDouble size = kOne;
  DoubleDouble at_a = kOne;
  double power = 0;
  for (const DoubleDouble& c : stirling()) {
    power += 1;  // 1, 3, 5, ...
    size *= inverse_size;
    at_a = at_a / a;
    sum.value += c * (size * cos(angle * power) - at_a) * 2;
    const double factor = 2 * power;
    power += 1;
    size *= inverse_size;
    at_a = at_a / a;
    sum.by_a -= c * (size * cos(angle * power) - at_a) * factor;
    sum.by_b -= c * size * sin(angle * power) * factor;
  }
  return sum;
}

bool in_domain(const DoubleDouble& a, const DoubleDouble& b) {
  return a.high > 0 && a.high < 1e100 && b.high != 0 && std::abs(b.high) < 1e100;
}

}  // namespace

DoubleDouble gamma_decay(const DoubleDouble& a, const DoubleDouble& b) {
  if (!in_domain(a, b)) return special::gamma_decay(a.high, b.high).value;
  return exp(logarithm(a, b).value);
}

DoubleDouble gamma_decay_by_a(const DoubleDouble& a, const DoubleDouble& b) {
  if (!in_domain(a, b)) return special::gamma_decay(a.high, b.high).by_a;
  const Logarithm sum = logarithm(a, b);
  return exp(sum.value) * sum.by_a;
}

DoubleDouble gamma_decay_by_b(const DoubleDouble& a, const DoubleDouble& b) {
  if (!in_domain(a, b)) return special::gamma_decay(a.high, b.high).by_b;
  const Logarithm sum = logarithm(a, b);
  return exp(sum.value) * sum.by_b;
}

}  // namespace fitd::double_double
