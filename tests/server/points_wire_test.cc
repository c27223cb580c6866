// Masks and the policy for numbers that are not finite, over the wire.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "server/arrays.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

std::vector<double>* numbers(v1::Array& array, std::vector<double>& room) {
  room.assign(array.values().values().begin(), array.values().values().end());
  return &room;
}

// `request` without its point `i`.
v1::FitRequest without(v1::FitRequest request, int i) {
  for (v1::Array* a :
       {request.mutable_y(), request.mutable_sigma(), &(*request.mutable_predictors())["x"]}) {
    std::vector<double> room;
    std::vector<double>& values = *numbers(*a, room);
    values.erase(values.begin() + i);
    *a = array_of(values);
  }
  return request;
}

v1::FitRequest masked(v1::FitRequest request, std::initializer_list<int> left_out) {
  for (int i = 0; i < request.y().values().values_size(); ++i) request.add_mask(true);
  for (const int i : left_out) request.set_mask(i, false);
  return request;
}

void set(v1::Array& array, int i, double value) { array.mutable_values()->set_values(i, value); }

class PointsWireTest : public testing::TestWithParam<v1::Arithmetic> {
 protected:
  v1::FitRequest request() const {
    v1::FitRequest request = exponential_request();
    request.mutable_options()->set_arithmetic(GetParam());
    return request;
  }

  // To the bit, but for what runs over all points.
  void expect_same_fit(const v1::FitResult& a, const v1::FitResult& b) {
    ASSERT_EQ(a.x_size(), b.x_size());
    for (int j = 0; j < a.x_size(); ++j) {
      EXPECT_EQ(a.x(j), b.x(j));
      EXPECT_EQ(a.parameters(j).standard_error(), b.parameters(j).standard_error());
      EXPECT_EQ(a.parameters(j).start(), b.parameters(j).start());
    }
    EXPECT_EQ(a.statistics().SerializeAsString(), b.statistics().SerializeAsString());
    EXPECT_EQ(a.infodict().SerializeAsString(), b.infodict().SerializeAsString());
  }

  TestServer server_;
};

INSTANTIATE_TEST_SUITE_P(Both, PointsWireTest,
                         testing::Values(v1::ARITHMETIC_FAST, v1::ARITHMETIC_REFERENCE));

TEST_P(PointsWireTest, MaskedPointsCountNowhereWhateverTheyHold) {
  const v1::FitResult expected = server_.fit(without(request(), 4)).result();
  v1::FitRequest with_mask = masked(request(), {4});
  set(*with_mask.mutable_y(), 4, kNan);
  set(*with_mask.mutable_sigma(), 4, -7);
  const v1::FitResult result = server_.fit(with_mask).result();
  expect_same_fit(result, expected);
  EXPECT_EQ(result.num_omitted(), 1);
  EXPECT_EQ(expected.num_omitted(), 0);
  // fvec runs over the points that count, best_fit over all of them.
  EXPECT_EQ(result.infodict().fvec().values().values_size(), 11);
  ASSERT_EQ(result.best_fit().values().values_size(), 12);
  const double x = with_mask.predictors().at("x").values().values(4);
  EXPECT_NEAR(result.best_fit().values().values(4), result.x(0) * std::exp(-x / result.x(1)), 1e-9);
}

TEST_P(PointsWireTest, MaskOfAllPointsChangesNoBit) {
  const v1::FitResult expected = server_.fit(request()).result();
  const v1::FitResult result = server_.fit(masked(request(), {})).result();
  expect_same_fit(result, expected);
  EXPECT_EQ(result.best_fit().SerializeAsString(), expected.best_fit().SerializeAsString());
  EXPECT_EQ(result.num_omitted(), 0);
}

TEST_P(PointsWireTest, OmitLeavesOutWhatIsNotFinite) {
  const v1::FitResult expected =
      server_.fit(without(without(without(request(), 9), 5), 2)).result();
  v1::FitRequest omit = request();
  omit.set_nan_policy(v1::NAN_POLICY_OMIT);
  set(*omit.mutable_y(), 2, kInf);
  set(*omit.mutable_sigma(), 5, kNan);
  set((*omit.mutable_predictors())["x"], 9, -kInf);
  const v1::FitResult result = server_.fit(omit).result();
  expect_same_fit(result, expected);
  EXPECT_EQ(result.num_omitted(), 3);
  const auto& best_fit = result.best_fit().values().values();
  ASSERT_EQ(best_fit.size(), 12);
  for (int i = 0; i < 12; ++i) EXPECT_EQ(std::isfinite(best_fit[i]), i != 9) << i;
}

TEST_P(PointsWireTest, OmitOfNothingChangesNoBit) {
  const v1::FitResult expected = server_.fit(request()).result();
  v1::FitRequest omit = request();
  omit.set_nan_policy(v1::NAN_POLICY_OMIT);
  const v1::FitResult result = server_.fit(omit).result();
  expect_same_fit(result, expected);
  EXPECT_EQ(result.best_fit().SerializeAsString(), expected.best_fit().SerializeAsString());
}

TEST_P(PointsWireTest, EstimatesDoNotSeeMaskedPoints) {
  v1::FitRequest plain = gaussian_request(60);
  plain.mutable_options()->set_arithmetic(GetParam());
  *plain.mutable_y() = array_of(to_vector(plain.y()));
  v1::FitRequest spiked = masked(plain, {7});
  set(*spiked.mutable_y(), 7, 1e9);
  const v1::FitResult expected = server_.fit(plain).result();
  const v1::FitResult result = server_.fit(spiked).result();
  EXPECT_LE(result.ier(), 4);
  for (int j = 0; j < result.x_size(); ++j) {
    EXPECT_NEAR(result.x(j), expected.x(j), 0.01 * std::fabs(expected.x(j)) + 0.01);
  }
}

TEST_P(PointsWireTest, FaultsAreNamedByTheirPlaceInTheRequest) {
  v1::FitRequest request = masked(this->request(), {0, 3});
  request.set_model("a*log(x - c)");
  request.clear_parameters();
  for (const auto& [name, start] : {std::pair("a", 1.0), {"c", -1.0}}) {
    v1::Parameter& parameter = *request.add_parameters();
    parameter.set_name(name);
    parameter.set_start(start);
  }
  set((*request.mutable_predictors())["x"], 6, -2);
  const v1::FitResult result = server_.fit(request).result();
  EXPECT_EQ(result.termination(), v1::TERMINATION_NON_FINITE);
  EXPECT_EQ(result.non_finite().index(), 6);
  EXPECT_THAT(result.mesg(), testing::HasSubstr("Residual 6"));
}

TEST_P(PointsWireTest, ArraysNotAskedForDoNotCome) {
  v1::FitRequest request = masked(this->request(), {1});
  request.mutable_return_mask()->add_paths("covariance");
  const v1::FitResult result = server_.fit(request).result();
  EXPECT_FALSE(result.has_best_fit());
  EXPECT_FALSE(result.infodict().has_fvec());
  EXPECT_EQ(result.num_omitted(), 1);
}

}  // namespace
}  // namespace fitd::server
