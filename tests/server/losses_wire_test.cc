// Losses over the wire.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

class LossesWireTest : public testing::TestWithParam<v1::Arithmetic> {
 protected:
  v1::FitRequest request() const {
    v1::FitRequest request = exponential_request();
    request.mutable_options()->set_arithmetic(GetParam());
    return request;
  }

  // Counts along a falling line.
  v1::FitRequest counts() const {
    v1::FitRequest request;
    request.set_model("a + b*x");
    (*request.mutable_predictors())["x"] = array_of(grid(0, 9, 10));
    *request.mutable_y() = array_of(std::vector<double>{21, 15, 16, 17, 12, 13, 9, 6, 7, 2});
    for (const auto& [name, start] : {std::pair("a", 30.0), {"b", -1.0}}) {
      v1::Parameter& parameter = *request.add_parameters();
      parameter.set_name(name);
      parameter.set_start(start);
    }
    request.mutable_options()->set_arithmetic(GetParam());
    request.mutable_loss()->set_kind(v1::LOSS_KIND_POISSON);
    return request;
  }

  TestServer server_;
};

INSTANTIATE_TEST_SUITE_P(Both, LossesWireTest,
                         testing::Values(v1::ARITHMETIC_FAST, v1::ARITHMETIC_REFERENCE));

TEST_P(LossesWireTest, AnOutlierIsOverheard) {
  const v1::FitResult clean = server_.fit(request()).result();
  EXPECT_FALSE(clean.statistics().has_objective());
  v1::FitRequest outlier = request();
  outlier.mutable_y()->mutable_values()->set_values(5, 40);
  const v1::FitResult drawn = server_.fit(outlier).result();
  for (const v1::LossKind kind :
       {v1::LOSS_KIND_SOFT_L1, v1::LOSS_KIND_HUBER, v1::LOSS_KIND_CAUCHY, v1::LOSS_KIND_ARCTAN}) {
    outlier.mutable_loss()->set_kind(kind);
    const v1::FitResult robust = server_.fit(outlier).result();
    EXPECT_LE(robust.ier(), 4);
    EXPECT_LT(std::fabs(robust.x(0) - clean.x(0)), 0.2 * std::fabs(drawn.x(0) - clean.x(0)));
    EXPECT_TRUE(robust.statistics().has_objective());
    EXPECT_FALSE(robust.statistics().has_aic());
    EXPECT_NEAR(robust.statistics().residual_norm(), std::sqrt(robust.statistics().objective()),
                1e-12 * robust.statistics().residual_norm());
    EXPECT_GT(robust.statistics().chi_square(), robust.statistics().objective());
    EXPECT_TRUE(robust.parameters(0).has_standard_error());
  }
}

TEST_P(LossesWireTest, TheScaleIsWhereResidualsBeginToCountLess) {
  v1::FitRequest huber = request();
  huber.mutable_loss()->set_kind(v1::LOSS_KIND_HUBER);
  huber.mutable_loss()->set_scale(1e9);
  const v1::FitResult plain = server_.fit(request()).result();
  const v1::FitResult result = server_.fit(huber).result();
  EXPECT_EQ(result.x(0), plain.x(0));  // every weight is 1
  EXPECT_NEAR(result.parameters(0).standard_error(), plain.parameters(0).standard_error(), 1e-12);
  huber.mutable_loss()->set_scale(1e-3);
  EXPECT_NE(server_.fit(huber).result().x(0), plain.x(0));
}

TEST_P(LossesWireTest, LinearIsNoLossToTheBit) {
  const v1::FitResult plain = server_.fit(request()).result();
  v1::FitRequest linear = request();
  linear.mutable_loss()->set_kind(v1::LOSS_KIND_LINEAR);
  v1::FitResult result = server_.fit(linear).result();
  *result.mutable_timing() = plain.timing();
  EXPECT_EQ(result.SerializeAsString(), plain.SerializeAsString());
}

TEST_P(LossesWireTest, CountsHaveTheirDeviance) {
  const v1::FitResult result = server_.fit(counts()).result();
  EXPECT_LE(result.ier(), 4);
  const v1::FitRequest request = counts();
  const auto& y = request.y().values().values();
  const auto& mu = result.best_fit().values().values();
  double deviance = 0;
  for (int i = 0; i < 10; ++i) deviance += 2 * (mu[i] - y[i] + y[i] * std::log(y[i] / mu[i]));
  EXPECT_NEAR(result.statistics().objective(), deviance, 1e-9);
  // The sum of the means is that of the counts: the line has a constant.
  EXPECT_NEAR(std::accumulate(mu.begin(), mu.end(), 0.0), 118, 1e-3);
  double squares = 0;
  for (const double e : result.infodict().fvec().values().values()) squares += e * e;
  EXPECT_NEAR(squares, deviance, 1e-9);
  EXPECT_TRUE(result.statistics().has_aic());
  EXPECT_TRUE(result.statistics().has_r_squared());
}

TEST_P(LossesWireTest, AMeanThatIsNoneAtTheStartIsExplained) {
  v1::FitRequest request = counts();
  request.mutable_parameters(1)->set_start(-5);
  for (int i = 0; i < 10; ++i) request.add_mask(i != 2);
  const v1::FitResult result = server_.fit(request).result();
  EXPECT_EQ(result.termination(), v1::TERMINATION_NON_FINITE);
  EXPECT_EQ(result.non_finite().index(), 6);
  EXPECT_EQ(result.non_finite().value(), 0);
  EXPECT_THAT(result.mesg(), HasSubstr("point 6 at the start is 0, which is no mean of a count"));
}

TEST_P(LossesWireTest, BoundsAndFixedParametersHoldUnderALoss) {
  v1::FitRequest request = counts();
  request.mutable_parameters(1)->set_min(-1.5);
  const v1::FitResult bounded = server_.fit(request).result();
  EXPECT_EQ(bounded.x(1), -1.5);
  EXPECT_EQ(bounded.parameters(1).at_bound(), v1::BOUND_MIN);
  request = counts();
  request.mutable_parameters(1)->set_start(-1.5);
  request.mutable_parameters(1)->set_fixed(true);
  const v1::FitResult fixed = server_.fit(request).result();
  EXPECT_NEAR(bounded.x(0), fixed.x(0), 1e-6 * fixed.x(0));
  EXPECT_NEAR(bounded.parameters(0).standard_error(), fixed.parameters(0).standard_error(), 1e-6);
}

TEST_P(LossesWireTest, DifferencesServeAsWell) {
  v1::FitRequest request = counts();
  const v1::FitResult exact = server_.fit(request).result();
  request.mutable_options()->set_jacobian(v1::JACOBIAN_FORWARD_DIFFERENCE);
  const v1::FitResult forward = server_.fit(request).result();
  EXPECT_NEAR(forward.x(0), exact.x(0), 1e-5 * exact.x(0));
  EXPECT_NEAR(forward.parameters(1).standard_error(), exact.parameters(1).standard_error(), 1e-5);
}

}  // namespace
}  // namespace fitd::server
