// Global fits, over the wire.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tests/server/support/global_requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::ElementsAre;

v1::Parameter& add_parameter(v1::FitRequest& request, const std::string& name) {
  v1::Parameter& parameter = *request.add_parameters();
  parameter.set_name(name);
  return parameter;
}

const v1::FittedParameter& fitted(const v1::FitResult& result, const std::string& name) {
  for (const v1::FittedParameter& p : result.parameters()) {
    if (p.name() == name) return p;
  }
  ADD_FAILURE() << "no parameter " << name;
  return result.parameters(0);
}

double value(const v1::FitResult& result, const std::string& name) {
  return fitted(result, name).value();
}

class GlobalWireTest : public testing::TestWithParam<v1::Arithmetic> {
 protected:
  v1::FitRequest in_arithmetic(v1::FitRequest request) const {
    request.mutable_options()->set_arithmetic(GetParam());
    request.mutable_options()->set_ftol(1e-14);
    request.mutable_options()->set_xtol(1e-14);
    return request;
  }
  TestServer server_;
};

INSTANTIATE_TEST_SUITE_P(Both, GlobalWireTest,
                         testing::Values(v1::ARITHMETIC_FAST, v1::ARITHMETIC_REFERENCE));

TEST_P(GlobalWireTest, SharedAndOwnParametersAreNamedAndFitted) {
  const FitReply reply = server_.fit(in_arithmetic(global_request()));
  const v1::FitResult& result = reply.result();
  EXPECT_LE(result.ier(), 4);
  EXPECT_THAT(result.free_names(), ElementsAre("amplitude_1", "center_1", "sigma", "amplitude_2",
                                               "center_2", "amplitude_3", "center_3"));
  EXPECT_NEAR(value(result, "sigma"), 1.2, 0.05);
  EXPECT_NEAR(value(result, "center_2"), 6.5, 0.05);
  EXPECT_TRUE(fitted(result, "sigma").has_standard_error());
  EXPECT_EQ(result.statistics().degrees_of_freedom(), 40 + 55 + 25 - 7);
  EXPECT_EQ(reply.events.front().accepted().model(), "gaussian");
  EXPECT_EQ(result.provenance().model(), "gaussian");

  ASSERT_EQ(result.data_sets_size(), 3);
  const v1::DataSetResult& second = result.data_sets(1);
  EXPECT_EQ(second.name(), "2");
  EXPECT_EQ(second.first_point(), 40);
  EXPECT_EQ(second.num_points(), 55);
  EXPECT_THAT(second.parameter_names(), ElementsAre("amplitude_2", "center_2", "sigma"));
  EXPECT_GT(second.r_squared(), 0.99);
  double chi_square = 0;
  for (const auto& set : result.data_sets()) chi_square += set.chi_square();
  EXPECT_NEAR(chi_square, result.statistics().chi_square(), 1e-12 * chi_square);

  // Its slice of the residuals is its chi-square, and best_fit is its model there.
  const auto& fvec = result.infodict().fvec().values().values();
  ASSERT_EQ(fvec.size(), 120);
  double of_second = 0;
  for (int i = 40; i < 95; ++i) of_second += fvec[i] * fvec[i];
  EXPECT_NEAR(of_second, second.chi_square(), 1e-12 * of_second);
  const double y = global_request().data_sets(1).y().values().values(20);
  EXPECT_NEAR(result.best_fit().values().values(60), y + fvec[60], 1e-13);
}

// What is shared by nothing but a tie that says the same.
TEST_P(GlobalWireTest, TiesAcrossSetsDoWhatSharingDoes) {
  const v1::FitResult shared = server_.fit(in_arithmetic(global_request())).result();
  v1::FitRequest tied = in_arithmetic(global_request());
  tied.clear_shared();
  add_parameter(tied, "sigma_2").set_expression("sigma_1");
  add_parameter(tied, "sigma_3").set_expression("sigma_2");
  const v1::FitResult result = server_.fit(tied).result();
  EXPECT_EQ(result.x_size(), 7);
  // Different starts of sigma: two ways to one minimum.
  EXPECT_NEAR(value(result, "sigma_1"), value(shared, "sigma"), 1e-9);
  EXPECT_EQ(value(result, "sigma_3"), value(result, "sigma_1"));
  EXPECT_NEAR(fitted(result, "sigma_3").standard_error(), fitted(shared, "sigma").standard_error(),
              1e-9);
  EXPECT_EQ(result.data_sets(2).parameter_names(2), "sigma_3");
}

TEST_P(GlobalWireTest, ASharedStartIsTheMedianOfWhatTheSetsEstimate) {
  std::vector<double> estimates;
  for (int k = 0; k < 3; ++k) {
    v1::GuessParametersRequest guess;
    guess.set_model("gaussian");
    *guess.mutable_predictors() = global_request().data_sets(k).predictors();
    *guess.mutable_y() = global_request().data_sets(k).y();
    v1::GuessParametersResponse response;
    server_.guess(guess, response);
    estimates.push_back(response.parameters(2));
  }
  const v1::FitResult result = server_.fit(in_arithmetic(global_request())).result();
  std::ranges::sort(estimates);
  EXPECT_EQ(fitted(result, "sigma").start(), estimates[1]);
}

TEST_P(GlobalWireTest, APlainNameStandsForEverySetsOwn) {
  v1::FitRequest request = in_arithmetic(global_request());
  add_parameter(request, "center").set_max(6);
  add_parameter(request, "center_1").set_start(3.5);
  add_parameter(request, "amplitude").set_expression("20*sigma");
  const v1::FitResult result = server_.fit(request).result();
  EXPECT_FALSE(fitted(result, "center_1").has_max());
  EXPECT_EQ(fitted(result, "center_1").start(), 3.5);
  EXPECT_EQ(fitted(result, "center_2").at_bound(), v1::BOUND_MAX);
  EXPECT_EQ(fitted(result, "center_3").max(), 6);
  EXPECT_EQ(fitted(result, "amplitude_2").expression(), "20*sigma");
  EXPECT_EQ(value(result, "amplitude_3"), 20 * value(result, "sigma"));
}

// In an expression a plain name is the parameter of the same set.
TEST_P(GlobalWireTest, ATieOfEverySetSpeaksOfItsOwn) {
  v1::FitRequest request = in_arithmetic(global_request());
  request.clear_shared();
  add_parameter(request, "sigma").set_expression("center/4");
  const v1::FitResult result = server_.fit(request).result();
  for (const std::string set : {"_1", "_2", "_3"}) {
    EXPECT_EQ(value(result, "sigma" + set), value(result, "center" + set) / 4);
  }
}

TEST_P(GlobalWireTest, SetsHaveNamesAndModelsOfTheirOwn) {
  v1::FitRequest request = in_arithmetic(global_request());
  request.mutable_data_sets(0)->set_name("dark");
  request.mutable_data_sets(2)->set_name("lit");
  request.mutable_data_sets(2)->set_model("gaussian() + constant(prefix=\"b\")");
  const FitReply reply = server_.fit(request);
  const v1::FitResult& result = reply.result();
  EXPECT_LE(result.ier(), 4);
  EXPECT_TRUE(fitted(result, "center_dark").has_standard_error());
  EXPECT_TRUE(fitted(result, "bc_lit").has_standard_error());
  EXPECT_TRUE(fitted(result, "center_2").has_standard_error());
  EXPECT_EQ(result.data_sets(2).model(), "gaussian() + constant(prefix=\"b\")");
  EXPECT_EQ(result.provenance().model(), "gaussian, gaussian() + constant(prefix=\"b\")");
  EXPECT_EQ(result.provenance().model_version(), 0);
}

TEST_P(GlobalWireTest, SigmaAndProgressAreThoseOfAllSets) {
  v1::FitRequest request = in_arithmetic(global_request());
  for (auto& set : *request.mutable_data_sets()) {
    *set.mutable_sigma() = array_of(
        std::vector<double>(static_cast<std::size_t>(set.y().values().values_size()), 0.02));
  }
  request.set_absolute_sigma(true);
  request.mutable_progress()->mutable_min_interval();
  const FitReply reply = server_.fit(request);
  const v1::FitResult plain = server_.fit(in_arithmetic(global_request())).result();
  EXPECT_NEAR(reply.result().statistics().chi_square(), plain.statistics().chi_square() / 4e-4,
              1e-6 * reply.result().statistics().chi_square());
  int shown = 0;
  for (const v1::FitEvent& event : reply.events) {
    if (!event.has_progress()) continue;
    EXPECT_EQ(event.progress().parameters_size(), 7);
    ++shown;
  }
  EXPECT_GE(shown, 1);
}

// One set is that fit, to the bit.
TEST_P(GlobalWireTest, OneSetIsTheFitOfThatSet) {
  v1::FitRequest one = in_arithmetic(global_request());
  one.mutable_data_sets()->DeleteSubrange(1, 2);
  v1::FitRequest alone = in_arithmetic(v1::FitRequest());
  alone.set_model("gaussian");
  *alone.mutable_predictors() = one.data_sets(0).predictors();
  *alone.mutable_y() = one.data_sets(0).y();
  const v1::FitResult result = server_.fit(one).result();
  const v1::FitResult truth = server_.fit(alone).result();
  ASSERT_EQ(result.x_size(), 3);
  for (int j = 0; j < 3; ++j) EXPECT_EQ(result.x(j), truth.x(j));
  EXPECT_EQ(result.infodict().nfev(), truth.infodict().nfev());
}

TEST_P(GlobalWireTest, ManySetsAreFitted) {
  v1::FitRequest request = in_arithmetic(v1::FitRequest());
  request.set_model("gaussian");
  for (int k = 0; k < 60; ++k) add_gaussian(request, 20, 5 + 0.1 * k, 4 + 0.02 * k);
  request.add_shared("sigma");
  const v1::FitResult result = server_.fit(request).result();
  EXPECT_LE(result.ier(), 4);
  EXPECT_EQ(result.x_size(), 121);
  EXPECT_NEAR(value(result, "sigma"), 1.2, 0.02);
  EXPECT_EQ(result.data_sets_size(), 60);
}

}  // namespace
}  // namespace fitd::server
