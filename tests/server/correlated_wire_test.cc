// Covariances of y over the wire.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

constexpr int kPoints = 12;  // of exponential_request()
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

// Errors of the request's sigma, of which each is correlated with the next ones.
v1::FitRequest request(double correlation) {
  v1::FitRequest request = exponential_request();
  const auto& sigma = request.sigma().values().values();
  std::vector<double> c(kPoints * kPoints);
  for (int i = 0; i < kPoints; ++i) {
    for (int j = 0; j < kPoints; ++j) {
      const double power = std::pow(correlation, std::abs(i - j));
      const int place = i * kPoints + j;
      c[static_cast<std::size_t>(place)] = sigma[i] * sigma[j] * (i == j ? 1 : power);
    }
  }
  request.clear_sigma();
  *request.mutable_y_covariance() = array_of(c);
  return request;
}

double get(const v1::FitRequest& request, int i, int j) {
  return request.y_covariance().values().values(i * kPoints + j);
}

void set(v1::FitRequest& request, int i, int j, double value) {
  request.mutable_y_covariance()->mutable_values()->set_values(i * kPoints + j, value);
}

class CorrelatedWireTest : public testing::TestWithParam<v1::Arithmetic> {
 protected:
  v1::FitResult fit(v1::FitRequest request) {
    request.mutable_options()->set_arithmetic(GetParam());
    return server_.fit(request).result();
  }
  TestServer server_;
};

INSTANTIATE_TEST_SUITE_P(Both, CorrelatedWireTest,
                         testing::Values(v1::ARITHMETIC_FAST, v1::ARITHMETIC_REFERENCE));

TEST_P(CorrelatedWireTest, ADiagonalIsSigma) {
  const v1::FitResult plain = fit(exponential_request());
  const v1::FitResult result = fit(request(0));
  for (int j = 0; j < 2; ++j) {
    EXPECT_NEAR(result.x(j), plain.x(j), 1e-9 * plain.x(j));
    EXPECT_NEAR(result.parameters(j).standard_error(), plain.parameters(j).standard_error(), 1e-9);
  }
  EXPECT_NEAR(result.statistics().chi_square(), plain.statistics().chi_square(), 1e-9);
  EXPECT_NEAR(result.statistics().r_squared(), plain.statistics().r_squared(), 1e-9);
}

TEST_P(CorrelatedWireTest, CorrelationChangesErrorsAndAbsoluteSigmaTheirScale) {
  const v1::FitResult independent = fit(request(0));
  v1::FitRequest correlated = request(0.8);
  const v1::FitResult relative = fit(correlated);
  EXPECT_GT(std::fabs(relative.x(0) - independent.x(0)), 1e-6);
  correlated.set_absolute_sigma(true);
  const v1::FitResult absolute = fit(correlated);
  EXPECT_EQ(absolute.x(0), relative.x(0));
  EXPECT_NEAR(relative.parameters(0).standard_error() / absolute.parameters(0).standard_error(),
              std::sqrt(relative.statistics().reduced_chi_square()), 1e-9);
}

TEST_P(CorrelatedWireTest, RowsAndColumnsOfMaskedPointsAreNotLookedAt) {
  v1::FitRequest masked = request(0.5);
  for (int i = 0; i < kPoints; ++i) {
    masked.add_mask(i != 3);
    set(masked, 3, i, kNan);
    set(masked, i, 3, -1);
  }
  v1::FitRequest cut = request(0.5);
  std::vector<double> x, y, c;
  for (int i = 0; i < kPoints; ++i) {
    if (i == 3) continue;
    x.push_back(cut.predictors().at("x").values().values(i));
    y.push_back(cut.y().values().values(i));
    for (int j = 0; j < kPoints; ++j) {
      if (j != 3) c.push_back(get(cut, i, j));
    }
  }
  (*cut.mutable_predictors())["x"] = array_of(x);
  *cut.mutable_y() = array_of(y);
  *cut.mutable_y_covariance() = array_of(c);
  const v1::FitResult expected = fit(cut);
  const v1::FitResult result = fit(masked);
  for (int j = 0; j < 2; ++j) EXPECT_EQ(result.x(j), expected.x(j));
  EXPECT_EQ(result.statistics().SerializeAsString(), expected.statistics().SerializeAsString());
}

TEST_P(CorrelatedWireTest, RoundingOfSymmetryIsForgiven) {
  v1::FitRequest rounded = request(0.5);
  set(rounded, 2, 7, get(rounded, 2, 7) * (1 + 1e-12));
  const v1::FitResult result = fit(rounded);
  EXPECT_EQ(result.x(0), fit(request(0.5)).x(0));  // the lower triangle is read
}

TEST_P(CorrelatedWireTest, ACovarianceThatIsNotPositiveDefiniteIsNamedByItsPivot) {
  v1::FitRequest indefinite = request(0);
  for (int i = 0; i < kPoints; ++i) indefinite.add_mask(i != 1);
  const double beyond = 1.5 * std::sqrt(get(indefinite, 4, 4) * get(indefinite, 8, 8));
  set(indefinite, 4, 8, beyond);
  set(indefinite, 8, 4, beyond);
  const FitReply reply = server_.fit(indefinite);
  EXPECT_EQ(reply.end.code, absl::StatusCode::kInvalidArgument);
  ASSERT_EQ(reply.end.violations.size(), 1u);
  EXPECT_EQ(reply.end.violations[0].field(), "y_covariance");
  EXPECT_THAT(reply.end.violations[0].description(),
              HasSubstr("not positive definite: with point 8 the pivot is -"));
}

struct Case {
  std::string name;
  std::function<void(v1::FitRequest&)> spoil;
  std::string field;
  std::string says;
};

std::vector<Case> form_cases() {
  return {
      {"no payload", [](v1::FitRequest& r) { r.mutable_y_covariance()->Clear(); }, "y_covariance",
       "no payload"},
      {"one short",
       [](v1::FitRequest& r) {
         r.mutable_y_covariance()->mutable_values()->mutable_values()->RemoveLast();
       },
       "y_covariance", "has 143 values, but y has 12, for which it needs 12 x 12"},
      {"a vector", [](v1::FitRequest& r) { *r.mutable_y_covariance() = r.y(); }, "y_covariance",
       "needs 12 x 12"},
      {"a wrong shape",
       [](v1::FitRequest& r) {
         r.mutable_y_covariance()->add_shape(9);
         r.mutable_y_covariance()->add_shape(16);
       },
       "y_covariance.shape", "must be [12, 12]"},
      {"one dimension", [](v1::FitRequest& r) { r.mutable_y_covariance()->add_shape(144); },
       "y_covariance.shape", "must be [12, 12]"},
      {"beside sigma", [](v1::FitRequest& r) { *r.mutable_sigma() = r.y(); }, "y_covariance",
       "beside sigma"},
      {"of counts", [](v1::FitRequest& r) { r.mutable_loss()->set_kind(v1::LOSS_KIND_POISSON); },
       "y_covariance", "beside LOSS_KIND_POISSON"},
      {"of too many points",
       [](v1::FitRequest& r) {
         *r.mutable_y() = array_of(std::vector<double>(5001, 1.0));
         (*r.mutable_predictors())["x"] = r.y();
       },
       "y_covariance", "stands beside 5001 values of y; at most 5000"},
  };
}

std::vector<Case> element_cases() {
  std::vector<Case> cases;
  for (const double value : {kNan, kInf, -kInf}) {
    cases.push_back({"an element of " + std::to_string(value),
                     [value](v1::FitRequest& r) { set(r, 1, 5, value); }, "y_covariance.values[17]",
                     "must be finite"});
  }
  for (const double value : {0.0, -0.0, -2.0}) {
    cases.push_back({"a variance of " + std::to_string(value),
                     [value](v1::FitRequest& r) { set(r, 6, 6, value); }, "y_covariance[6, 6]",
                     "must be > 0, a variance"});
  }
  for (const double factor : {1 + 1e-6, -1.0, 0.0}) {
    cases.push_back({"asymmetry by " + std::to_string(factor),
                     [factor](v1::FitRequest& r) { set(r, 4, 9, factor * get(r, 4, 9)); },
                     "y_covariance[9, 4]", "but [4, 9] is"});
  }
  cases.push_back({"asymmetry everywhere",
                   [](v1::FitRequest& r) {
                     for (int i = 0; i < kPoints; ++i) {
                       for (int j = 0; j < i; ++j) set(r, i, j, 0);
                     }
                   },
                   "y_covariance", "has 63 more such pairs"});
  return cases;
}

TEST(BadCovarianceTest, EveryCaseIsRefusedByNameAndTheServerLivesOn) {
  std::vector<Case> cases = form_cases();
  for (Case& c : element_cases()) cases.push_back(std::move(c));
  TestServer server;
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    v1::FitRequest spoiled = request(0.9);
    c.spoil(spoiled);
    const FitReply reply = server.fit(spoiled);
    EXPECT_EQ(reply.end.code, absl::StatusCode::kInvalidArgument) << reply.end.message;
    std::string said;
    for (const auto& violation : reply.end.violations) {
      if (violation.field() == c.field) said += violation.description();
    }
    EXPECT_THAT(said, HasSubstr(c.says)) << reply.end.message;
  }
  EXPECT_LE(server.fit(request(0.9)).result().ier(), 4);
}

}  // namespace
}  // namespace fitd::server
