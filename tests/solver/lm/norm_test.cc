#include "solver/lm/norm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/solver/lm/matrix.h"

namespace fitd::lm {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double norm_of(std::vector<double> v) { return euclidean_norm(v); }

// The norm by accumulators alone, entry by entry.
double norm_by_entries(const std::vector<double>& v) {
  NormSum sum(std::ssize(v));
  for (const double entry : v) sum.add(entry);
  return sum.norm();
}

TEST(Norm, OfOrdinaryEntries) {
  EXPECT_EQ(norm_of({3, 4}), 5);
  EXPECT_EQ(norm_of({-3, 4}), 5);
  EXPECT_EQ(norm_of({}), 0);
  EXPECT_EQ(norm_of({0, 0, -0.0}), 0);
}

TEST(Norm, SumsInOrder) {
  // Added to 1 one by one, squares of 2^-54 vanish; added first, they show.
  std::vector<double> v(17, 0x1p-27);
  v[0] = 1;
  EXPECT_EQ(euclidean_norm(v), 1);
  const std::vector<double> reversed(v.rbegin(), v.rend());
  EXPECT_GT(euclidean_norm(reversed), 1);
}

TEST(Norm, DoesNotOverflow) {
  EXPECT_DOUBLE_EQ(norm_of({3e300, 4e300}), 5e300);
  EXPECT_DOUBLE_EQ(norm_of({1, 4e300, 3e300, 1e-300}), 5e300);
  EXPECT_EQ(norm_of({1.7e308, 1.7e308}), kInfinity);  // the norm itself is too large
}

TEST(Norm, DoesNotUnderflow) {
  EXPECT_DOUBLE_EQ(norm_of({3e-300, 4e-300}), 5e-300);
  EXPECT_DOUBLE_EQ(norm_of({0, 3e-300, 0, 4e-300}), 5e-300);
  EXPECT_EQ(norm_of({5e-324}), 5e-324);
}

TEST(Norm, MixesTheAccumulators) {
  EXPECT_DOUBLE_EQ(norm_of({4e-20, 3e-20}), 5e-20);  // one entry on either side of kTiny
  EXPECT_DOUBLE_EQ(norm_of({3e-20, 4e-20}), 5e-20);
  EXPECT_DOUBLE_EQ(norm_of({5e18, 12e18}), 13e18);  // kHuge/2 between them
  EXPECT_DOUBLE_EQ(norm_of({12e18, 5e18, 1e-30}), 13e18);
}

TEST(Norm, IsNotFiniteWhereAnEntryIsNot) {
  EXPECT_EQ(norm_of({1, kInfinity, 1}), kInfinity);
  EXPECT_EQ(norm_of({1, -kInfinity}), kInfinity);
  EXPECT_FALSE(std::isfinite(norm_of({kInfinity, 1, kInfinity})));
  for (const std::vector<double>& v : {std::vector<double>{kNaN, 1},
                                       {1, kNaN},
                                       {kNaN},
                                       {1e300, kNaN},
                                       {kNaN, 1e300},
                                       {1e-300, kNaN, 1e-300}}) {
    EXPECT_TRUE(std::isnan(euclidean_norm(v)));
  }
}

TEST(Norm, ShortCutHasTheBitsOfTheAccumulators) {
  // Magnitudes around every threshold, so that some vectors take the short cut and others do not.
  for (unsigned seed = 0; seed < 400; ++seed) {
    std::vector<double> v = test::random_vector(1 + seed % 40, seed);
    const int range = static_cast<int>(seed % 8);
    for (std::size_t i = 0; i < v.size(); ++i) {
      const int spread = static_cast<int>((i * 37 + seed) % 9) - 4;
      v[i] = std::ldexp(v[i], spread * range * 8);
      if (i % 11 == 5) v[i] = 0;
    }
    EXPECT_EQ(euclidean_norm(v), norm_by_entries(v)) << seed;
  }
}

TEST(Norm, ThresholdsAreExact) {
  for (const double edge : {NormSum::kTiny, NormSum::kHuge / 3}) {
    for (const double entry : {std::nextafter(edge, 0), edge, std::nextafter(edge, kInfinity)}) {
      const std::vector<double> v = {entry, 1e-10, -entry};
      EXPECT_EQ(euclidean_norm(v), norm_by_entries(v)) << entry;
    }
  }
}

TEST(Norm, OfColumnsIsThatOfEach) {
  for (std::size_t n = 1; n <= 11; ++n) {
    test::Matrix a = test::random_matrix(13, n, static_cast<unsigned>(n));
    a(5, n / 2) = 1e200;
    a(3, 0) = 1e-200;
    std::vector<double> norms(n);
    column_norms(a.entries, 13, norms);
    for (std::size_t j = 0; j < n; ++j) {
      EXPECT_EQ(norms[j], euclidean_norm(std::span(a.entries).subspan(13 * j, 13)));
    }
  }
}

}  // namespace
}  // namespace fitd::lm
