// Every vector function on every target against C's in long double: the errors its header states,
// and the edges of its domain.
#include "solver/models/math.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "tests/solver/simd/all_targets.h"
#include "tests/solver/simd/vector_functions.h"

namespace fitd::simd {
namespace {

using Real = long double;
using Reference = Real (*)(Real a, Real b);

// The distance in units of the last place of the double nearest to `expected`.
double ulp_error(double got, Real expected) {
  const double nearest = static_cast<double>(expected);
  if (std::isnan(nearest) || std::isnan(got))
    return std::isnan(nearest) == std::isnan(got) ? 0 : 1e9;
  if (std::isinf(nearest) || std::isinf(got)) return nearest == got ? 0 : 1e9;
  if (got == nearest) return 0;
  int exponent = 0;
  std::frexp(nearest, &exponent);
  const double ulp = std::ldexp(1.0, std::max(exponent - 53, -1074));
  return static_cast<double>(std::abs(static_cast<Real>(got) - expected) / ulp);
}

double uniform(std::mt19937_64& random, double from, double to) {
  return from + static_cast<double>(random() >> 11) * 0x1p-53 * (to - from);
}

struct Interval {
  double from;
  double to;
};

// Points in the interval, and of every size and sign; the edges.
std::vector<double> points(Interval interval) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<double> all = {0.0,    -0.0,    1.0,    -1.0,  kInfinity, -kInfinity, std::nan(""),
                             1e-300, -1e-300, 5e-324, 1e300, -1e300,    710.0,      -746.0};
  std::mt19937_64 random(29);
  for (int i = 0; i < 20000; ++i) all.push_back(uniform(random, interval.from, interval.to));
  for (int i = 0; i < 4000; ++i) {
    const double size = std::pow(10, uniform(random, -300, 300));
    all.push_back(i % 2 == 0 ? size : -size);
  }
  while (all.size() % 8 != 0) all.push_back(0.5);
  return all;
}

void expect_within(Function function, Reference reference, double ulps, std::vector<double> a,
                   std::vector<double> b) {
  on_every_target([&] {
    std::vector<double> result(a.size());
    evaluate(function, a, b, result);
    double worst = 0;
    std::size_t where = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double error = ulp_error(result[i], reference(a[i], b[i]));
      if (error > worst) {
        worst = error;
        where = i;
      }
    }
    EXPECT_LE(worst, ulps) << "at " << a[where] << ", " << b[where] << ": " << result[where]
                           << ", not " << reference(a[where], b[where]);
  });
}

void expect_within(Function function, Reference reference, double ulps, Interval interval) {
  const std::vector<double> a = points(interval);
  expect_within(function, reference, ulps, a, a);
}

#define FITD_REFERENCE(expression) \
  [](Real a, [[maybe_unused]] Real b) -> Real { return expression; }

TEST(VectorFunctions, Exponentials) {
  for (const Interval interval : {Interval{-750, 720}, Interval{-1, 1}}) {
    expect_within(Function::kExp, FITD_REFERENCE(std::exp(a)), 1.25, interval);
    expect_within(Function::kExpm1, FITD_REFERENCE(std::expm1(a)), 2, interval);
    expect_within(Function::kSinh, FITD_REFERENCE(std::sinh(a)), 3, interval);
    expect_within(Function::kCosh, FITD_REFERENCE(std::cosh(a)), 2, interval);
    expect_within(Function::kTanh, FITD_REFERENCE(std::tanh(a)), 4, interval);
  }
}

TEST(VectorFunctions, Logarithms) {
  for (const Interval interval : {Interval{0, 3}, Interval{-0.1, 0.1}, Interval{0.99, 1.01}}) {
    expect_within(Function::kLog, FITD_REFERENCE(std::log(a)), 1, interval);
    expect_within(Function::kLog10, FITD_REFERENCE(std::log10(a)), 2, interval);
    expect_within(Function::kLog1p, FITD_REFERENCE(std::log1p(a)), 2, interval);
    expect_within(Function::kAsinh, FITD_REFERENCE(std::asinh(a)), 4, interval);
    expect_within(Function::kAtanh, FITD_REFERENCE(std::atanh(a)), 4, interval);
  }
  expect_within(Function::kAcosh, FITD_REFERENCE(std::acosh(a)), 4, Interval{1, 3});
}

TEST(VectorFunctions, Trigonometric) {
  for (const Interval interval : {Interval{-10, 10}, Interval{-1e6, 1e6}, Interval{-1e9, 1e9}}) {
    expect_within(Function::kSin, FITD_REFERENCE(std::sin(a)), 1.5, interval);
    expect_within(Function::kCos, FITD_REFERENCE(std::cos(a)), 1.5, interval);
    expect_within(Function::kTan, FITD_REFERENCE(std::tan(a)), 3, interval);
  }
  expect_within(Function::kAtan, FITD_REFERENCE(std::atan(a)), 2, Interval{-5, 5});
  expect_within(Function::kAsin, FITD_REFERENCE(std::asin(a)), 4, Interval{-1, 1});
  expect_within(Function::kAcos, FITD_REFERENCE(std::acos(a)), 4, Interval{-1, 1});
}

// sqrt(pi) a exp(a^2) erfc(a), z = 1/(2a^2).
Real asymptotic_sum(Real z) { return 1 - z * (1 - z * (3 - 15 * z)); }

TEST(VectorFunctions, ErrorFunctions) {
  expect_within(Function::kErf, FITD_REFERENCE(std::erf(a)), 3, Interval{-4, 4});
  expect_within(Function::kErfc, FITD_REFERENCE(std::erfc(a)), 4, Interval{-6, 27});
  // erfcx from erfc where that is exact enough, and from its asymptotic series beyond.
  expect_within(Function::kErfcx,
                FITD_REFERENCE(a < 100 ? std::exp(a * a) * std::erfc(a)
                                       : asymptotic_sum(1 / (2 * a * a)) /
                                             (a * std::sqrt(std::numbers::pi_v<Real>))),
                5, Interval{-5, 20});
}

TEST(VectorFunctions, Sigmoids) {
  expect_within(Function::kLogistic, FITD_REFERENCE(1 / (1 + std::exp(-a))), 3, Interval{-40, 40});
  expect_within(Function::kLogisticSlope,
                FITD_REFERENCE(1 / (1 + std::exp(-a)) / (1 + std::exp(a))), 5, Interval{-40, 40});
  expect_within(
      Function::kSoftplus,
      FITD_REFERENCE(std::isnan(a) ? a : std::fmax(a, 0) + std::log1p(std::exp(-std::abs(a)))), 3,
      Interval{-40, 40});
}

// Pairs of positive bases and exponents, and every pair of edges.
struct Pairs {
  std::vector<double> a;
  std::vector<double> b;
};

Pairs pairs(double log_base, double exponent, bool with_edges) {
  Pairs all;
  std::mt19937_64 random(31);
  for (int i = 0; i < 20000; ++i) {
    all.a.push_back(std::exp(uniform(random, -log_base, log_base)));
    all.b.push_back(uniform(random, -exponent, exponent));
  }
  if (with_edges) {
    const double infinity = std::numeric_limits<double>::infinity();
    const double edges[] = {0.0,    -0.0,   1.0,      -1.0,      2.0,         -2.0,
                            3.0,    0.5,    -0.5,     1e10,      1e300,       -1e10,
                            1e-300, 5e-324, infinity, -infinity, std::nan("")};
    for (const double a : edges) {
      for (const double b : edges) {
        all.a.push_back(a);
        all.b.push_back(b);
      }
    }
  }
  while (all.a.size() % 8 != 0) {
    all.a.push_back(1.5);
    all.b.push_back(2);
  }
  return all;
}

TEST(VectorFunctions, Powers) {
  for (const auto& [log_base, exponent] :
       {Interval{5, 100}, Interval{300, 2.3}, Interval{0.1, 7000}}) {
    const Pairs at = pairs(log_base, exponent, true);
    expect_within(Function::kPow, FITD_REFERENCE(std::pow(a, b)), 2, at.a, at.b);
  }
}

TEST(VectorFunctions, PowersDerivatives) {
  const Pairs at = pairs(4, 5, false);
  expect_within(Function::kPowByBase, FITD_REFERENCE(b * std::pow(a, b - 1)), 4, at.a, at.b);
  expect_within(Function::kPowByExponent, FITD_REFERENCE(std::pow(a, b) * std::log(a)), 4, at.a,
                at.b);
}

TEST(VectorFunctions, Hill) {
  const Pairs at = pairs(4, 5, false);
  const auto value = FITD_REFERENCE(1 / (1 + std::pow(a, -b)));
  const auto slope = [](Real a, Real b) {
    const Real w = std::pow(a, b);
    return w / (1 + w) / (1 + w);
  };
  expect_within(Function::kHill, value, 4, at.a, at.b);
  static const auto kSlope = slope;
  expect_within(Function::kHillByBase, FITD_REFERENCE(kSlope(a, b) * b / a), 8, at.a, at.b);
  expect_within(Function::kHillByExponent, FITD_REFERENCE(kSlope(a, b) * std::log(a)), 8, at.a,
                at.b);
}

// At the edges the derivatives are exactly the reference's.
TEST(VectorFunctions, DerivativesAtTheEdges) {
  const std::vector<double> a = {0, 0, 0, 0, -0.0, 1e-310, 2, 3};
  const std::vector<double> b = {1, 2, 0.5, -1, 3, 0.5, 0, -2};
  on_every_target([&] {
    std::vector<double> got(a.size());
    const auto expect_same = [&](auto reference) {
      for (std::size_t i = 0; i < a.size(); ++i) {
        const double expected = reference(a[i], b[i]);
        if (std::isnan(expected)) continue;
        EXPECT_DOUBLE_EQ(got[i], expected) << a[i] << " " << b[i];
      }
    };
    evaluate(Function::kPowByBase, a, b, got);
    expect_same([](double x, double y) { return models::pow_slope(x, y, std::pow(x, y)); });
    evaluate(Function::kPowByExponent, a, b, got);
    expect_same([](double x, double y) { return models::pow_log_slope(x, std::pow(x, y)); });
    evaluate(Function::kHillByBase, a, b, got);
    expect_same([](double x, double y) { return special::hill_slopes(x, y).by_u; });
    evaluate(Function::kHillByExponent, a, b, got);
    expect_same([](double x, double y) { return special::hill_slopes(x, y).by_b; });
  });
}

}  // namespace
}  // namespace fitd::simd
