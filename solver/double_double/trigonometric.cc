#include <array>
#include <cmath>
#include <cstddef>

#include "solver/double_double/elementary.h"
#include "solver/double_double/series.h"

namespace fitd::double_double {
namespace {

constexpr LongConstant kHalfPiParts = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54,
                                       -0x1.f1976b7ed8fbcp-110};
constexpr double kLargestReduced = 1e13;

struct SinCos {
  DoubleDouble sin;
  DoubleDouble cos;
};

// (-1)^k/(2k + first)!, k < 15.
std::array<DoubleDouble, 15> alternating(int first) {
  std::array<DoubleDouble, 15> c;
  DoubleDouble factorial = 1;
  double sign = 1;
  for (std::size_t k = 0; k < c.size(); ++k) {
    c[k] = DoubleDouble(sign) / factorial;
    sign = -sign;
    const auto next = static_cast<double>(2 * k + static_cast<std::size_t>(first) + 1);
    factorial = factorial * next * (next + 1);
  }
  return c;
}

// |r| <= pi/4.
SinCos by_series(const DoubleDouble& r) {
  static const std::array<DoubleDouble, 15> kSin = alternating(1);
  static const std::array<DoubleDouble, 15> kCos = alternating(0);
  const DoubleDouble square = r * r;
  return {r * polynomial(kSin, square), polynomial(kCos, square)};
}

SinCos sin_cos(const DoubleDouble& a) {
  if (!(std::fabs(a.high) < kLargestReduced)) {
    const double s = std::sin(a.high);
    const double c = std::cos(a.high);
    return {s + c * a.low, c - s * a.low};
  }
  const double quarters = std::nearbyint(a.high / kHalfPiParts[0]);
  const SinCos r = by_series(reduced(a, quarters, kHalfPiParts));
  switch (static_cast<long long>(quarters) & 3) {
    case 0:
      return r;
    case 1:
      return {r.cos, -r.sin};
    case 2:
      return {-r.sin, -r.cos};
    default:
      return {-r.cos, r.sin};
  }
}

}  // namespace

DoubleDouble sin(const DoubleDouble& a) { return sin_cos(a).sin; }
DoubleDouble cos(const DoubleDouble& a) { return sin_cos(a).cos; }
DoubleDouble tan(const DoubleDouble& a) {
  const SinCos t = sin_cos(a);
  return t.sin / t.cos;
}

// From the double z: atan a = z + atan((a - tan z)/(1 + a tan z)), whose last term is rounding.
DoubleDouble atan(const DoubleDouble& a) {
  if (is_nan(a)) return a;
  if (std::fabs(a.high) > 1e35) return a.high < 0 ? -kHalfPi : kHalfPi;
  const double z = std::atan(a.high);
  const SinCos t = sin_cos(z);
  return (a * t.cos - t.sin) / (t.cos + a * t.sin) + z;
}

DoubleDouble asin(const DoubleDouble& a) {
  const DoubleDouble square = (DoubleDouble(1) - a) * (a + 1.0);
  if (square.high == 0) return a.high < 0 ? -kHalfPi : kHalfPi;
  return atan(a / sqrt(square));
}

DoubleDouble acos(const DoubleDouble& a) {
  if (a == DoubleDouble(-1)) return kPi;
  return atan(sqrt((DoubleDouble(1) - a) / (a + 1.0))) * 2.0;
}

}  // namespace fitd::double_double
