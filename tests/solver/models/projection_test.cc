#include "solver/models/projection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace fitd::models {
namespace {

using testing::ElementsAre;

Points curve(double (*f)(double)) {
  Points points;
  for (int i = 0; i <= 60; ++i) {
    points.x.push_back(i * 0.1);
    points.y.push_back(f(i * 0.1));
  }
  return points;
}

TEST(LinearFit, RecoversCoefficients) {
  const std::vector<std::vector<double>> columns = {{1, 1, 1, 1}, {0, 1, 2, 3}, {0, 1, 4, 9}};
  const std::vector<double> y = {2, 2 + 3 - 1, 2 + 6 - 4, 2 + 9 - 9};
  const std::vector<double> c = linear_fit(columns, y);
  EXPECT_NEAR(c[0], 2, 1e-13);
  EXPECT_NEAR(c[1], 3, 1e-13);
  EXPECT_NEAR(c[2], -1, 1e-13);
}

TEST(LinearFit, DependentAndUselessColumnsGetZero) {
  const std::vector<double> y = {1, 2, 3};
  const std::vector<double> c = linear_fit({{1, 2, 3}, {2, 4, 6}, {0, 0, 0}}, y);
  EXPECT_THAT(c, ElementsAre(testing::DoubleNear(1, 1e-14), 0, 0));
  EXPECT_THAT(linear_fit({{1}, {2}}, std::vector<double>{5}), ElementsAre(5, 0));
  EXPECT_THAT(linear_fit({{1, 1}}, std::vector<double>{0, 0}), ElementsAre(0));
}

TEST(LinearFit, HugeAndTinyNumbersStayFinite) {
  const std::vector<double> y = {1e300, 2e300, 3e300};
  const std::vector<double> c = linear_fit({{1e300, 2e300, 3e300}, {1e-300, 1e-300, 1e-300}}, y);
  EXPECT_NEAR(c[0], 1, 1e-12);
  EXPECT_TRUE(std::isfinite(c[1]));
}

TEST(Project, RefinesBetweenCandidates) {
  const Points points = curve([](double x) { return 4 * std::exp(-0.73 * x) + 1; });
  const Basis basis = [](double x, const double* s, double* phi) {
    phi[0] = std::exp(-s[0] * x);
    phi[1] = 1;
  };
  const Projection best = project(points, 2, basis, each({0.1, 0.5, 2}));
  EXPECT_NEAR(best.s[0], 0.73, 2e-3);
  EXPECT_NEAR(best.c[0], 4, 1e-2);
  EXPECT_NEAR(best.c[1], 1, 1e-2);
  EXPECT_LT(best.misfit, 1e-6);
}

TEST(Project, MayUseFewerTermsThanTheBasisHas) {
  const Points points = curve([](double x) { return 4 * std::exp(-0.73 * x); });
  const Basis basis = [](double x, const double* s, double* phi) {
    for (int k = 0; k < 16; ++k) phi[k] = k == 0 ? std::exp(-s[0] * x) : 1;
  };
  const Projection best = project(points, 1, basis, each({0.5, 1}));
  EXPECT_NEAR(best.s[0], 0.73, 2e-3);
  EXPECT_EQ(best.c.size(), 1u);
}

TEST(Project, PassesOverNonFiniteCandidates) {
  const Points points = curve([](double x) { return std::sqrt(x); });
  const Basis basis = [](double x, const double* s, double* phi) { phi[0] = std::pow(x, s[0]); };
  EXPECT_NEAR(project(points, 1, basis, each({-2, 0.7})).s[0], 0.5, 2e-3);
  const Projection none = project(points, 1, basis, each({-2, -1}));
  EXPECT_EQ(none.c[0], 0);
}

TEST(Candidates, Combinations) {
  EXPECT_THAT(all_pairs({1, 2}, {3}), ElementsAre(Candidate{1, 3}, Candidate{2, 3}));
  EXPECT_THAT(ordered_pairs({1, 2, 3}),
              ElementsAre(Candidate{1, 2}, Candidate{1, 3}, Candidate{2, 3}));
  EXPECT_EQ(all_triples({1, 2}, {3, 4}, {5, 6}).size(), 8u);
  EXPECT_THAT(scaled(2, {1, 3}), ElementsAre(2, 6));
}

}  // namespace
}  // namespace fitd::models
