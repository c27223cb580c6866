#include "solver/special/faddeeva.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/solver/special/golden_table.h"

namespace fitd::special {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// |w| <= 2|exp(-z^2)| + |w(-z)|, which is what rounding below the real axis is relative to.
double scale_below_axis(double x, double y) {
  const Complex w = faddeeva(-x, -y);
  return 2 * std::exp((y - x) * (y + x)) + std::hypot(w.re, w.im);
}

TEST(Faddeeva, UpperHalfPlaneIsGoodTo1e13InBothParts) {
  const auto rows = golden_table("faddeeva.txt");
  ASSERT_GT(rows.size(), 1500u);
  double worst_re = 0;
  double worst_im = 0;
  for (const auto& row : rows) {
    const double x = row[0];
    const double y = row[1];
    if (y < 0) continue;
    const Complex w = faddeeva(x, y);
    EXPECT_LT(relative_error(w.re, row[2]), 1e-13) << "Re w at " << x << " + i" << y;
    EXPECT_LT(relative_error(w.im, row[3]), 1e-13) << "Im w at " << x << " + i" << y;
    worst_re = std::fmax(worst_re, relative_error(w.re, row[2]));
    worst_im = std::fmax(worst_im, relative_error(w.im, row[3]));
  }
  RecordProperty("worst_re", std::to_string(worst_re));
  std::printf("worst relative error: Re w %.2g, Im w %.2g\n", worst_re, worst_im);
}

TEST(Faddeeva, LowerHalfPlane) {
  int tried = 0;
  for (const auto& row : golden_table("faddeeva.txt")) {
    if (row[1] >= 0) continue;
    ++tried;
    const Complex w = faddeeva(row[0], row[1]);
    const double scale = scale_below_axis(row[0], row[1]);
    // exp(-z^2) magnifies the rounding of z^2, up to 36 here.
    EXPECT_LT(std::hypot(w.re - row[2], w.im - row[3]), 2e-14 * scale) << row[0] << " " << row[1];
  }
  EXPECT_GE(tried, 100);
}

TEST(Faddeeva, SlopeIsGoodRelativeToItsSize) {
  double worst = 0;
  for (const auto& row : golden_table("faddeeva.txt")) {
    if (row[1] < 0) continue;
    const Complex w = faddeeva(row[0], row[1]);
    const Complex slope = faddeeva_slope(row[0], row[1], w);
    const double size = std::hypot(row[4], row[5]);
    const double error = std::hypot(slope.re - row[4], slope.im - row[5]);
    if (size < std::numeric_limits<double>::min()) {
      EXPECT_LT(error, std::numeric_limits<double>::min());
      continue;
    }
    // -2zw + 2i/sqrt(pi) loses a factor of 2|z|^2, 128 at the switch to the series.
    EXPECT_LT(error, 1e-13 * size) << row[0] << " + i" << row[1];
    worst = std::fmax(worst, error / size);
  }
  std::printf("worst relative error of w': %.2g\n", worst);
}

TEST(Faddeeva, SymmetryAndLimits) {
  const Complex left = faddeeva(-1.3, 0.4);
  const Complex right = faddeeva(1.3, 0.4);
  EXPECT_EQ(left.re, right.re);
  EXPECT_EQ(left.im, -right.im);
  EXPECT_EQ(faddeeva(kInfinity, 1).re, 0);
  EXPECT_EQ(faddeeva(1, kInfinity).im, 0);
  EXPECT_EQ(faddeeva(1e308, 1e308).re, faddeeva(1e308, 1e308).im);
  EXPECT_TRUE(std::isnan(faddeeva(std::nan(""), 1).re));
  EXPECT_TRUE(std::isnan(faddeeva(1, std::nan("")).im));
}

TEST(Faddeeva, ErfcxAgreesWithErfcAndDecaysSlowly) {
  for (double u = -5; u < 5; u += 0.37) {
    EXPECT_LT(relative_error(erfcx(u), std::exp(u * u) * std::erfc(u)), 3e-14) << u;
  }
  EXPECT_LT(relative_error(erfcx(1e10), 1e-10 / std::sqrt(M_PI)), 1e-15);
  EXPECT_EQ(erfcx(-30), kInfinity);
  EXPECT_EQ(erfcx_slope(-30), -kInfinity);
  // d/du = 2u erfcx(u) - 2/sqrt(pi), which tends to -1/(sqrt(pi) u^2).
  EXPECT_LT(relative_error(erfcx_slope(1e5), -1e-10 / std::sqrt(M_PI)), 1e-9);
  EXPECT_LT(relative_error(erfcx_slope(-1), -2 * erfcx(-1) - 2 / std::sqrt(M_PI)), 1e-14);
}

}  // namespace
}  // namespace fitd::special
