// Expressions over the wire: fits, evaluations, guesses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "server/arrays.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::FitRequest request_for(const std::string& model, const std::vector<double>& x,
                           const std::vector<double>& y) {
  v1::FitRequest request;
  request.set_model(model);
  (*request.mutable_predictors())["x"] = array_of(x);
  *request.mutable_y() = array_of(y);
  request.mutable_progress()->set_off(true);
  return request;
}

void add_start(v1::FitRequest& request, const std::string& name, double start) {
  auto* parameter = request.add_parameters();
  parameter->set_name(name);
  parameter->set_start(start);
}

class ExpressionWireTest : public ::testing::Test {
 protected:
  // A server for all tests of this file: none changes it.
  static void SetUpTestSuite() { server_ = new TestServer(); }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }
  static TestServer* server_;
};

TestServer* ExpressionWireTest::server_ = nullptr;

TEST_F(ExpressionWireTest, FitsAFormula) {
  const std::vector<double> x = grid(0, 4, 50);
  std::vector<double> y;
  for (const double at : x) y.push_back(3 * std::exp(-1.5 * at) + 0.5);
  const std::string text = "a*exp(-b*x) + c";
  v1::FitRequest request = request_for(text, x, y);
  add_start(request, "a", 1);
  add_start(request, "b", 1);
  add_start(request, "c", 0);
  const FitReply reply = server_->fit(request);
  ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
  const v1::FitResult& result = reply.result();
  EXPECT_EQ(reply.events.front().accepted().model(), text);
  EXPECT_EQ(result.provenance().model(), text);
  EXPECT_EQ(result.provenance().model_version(), 1);
  EXPECT_THAT(result.free_names(), ElementsAre("a", "b", "c"));
  EXPECT_NEAR(result.x(0), 3, 1e-8);
  EXPECT_NEAR(result.x(1), 1.5, 1e-8);
  EXPECT_NEAR(result.x(2), 0.5, 1e-8);
  EXPECT_EQ(result.parameters(1).name(), "b");
  EXPECT_TRUE(result.parameters(1).has_standard_error());
}

TEST_F(ExpressionWireTest, AFormulaFitsAsTheCatalogueModelThatItIs) {
  v1::FitRequest request = gaussian_request(100);
  const v1::FitResult right = server_->fit(request).result();
  request.set_model("gaussian(x, amplitude=amplitude, center=center, sigma=sigma)");
  for (int j = 0; j < right.parameters_size(); ++j) {
    auto* parameter =
        j < request.parameters_size() ? request.mutable_parameters(j) : request.add_parameters();
    parameter->set_name(right.parameters(j).name());
    parameter->set_start(right.parameters(j).start());
  }
  const v1::FitResult result = server_->fit(request).result();
  ASSERT_EQ(result.x_size(), right.x_size());
  for (int j = 0; j < right.x_size(); ++j) {
    EXPECT_NEAR(result.x(j), right.x(j), 1e-9 * std::abs(right.x(j)));
    EXPECT_NEAR(result.parameters(j).standard_error(), right.parameters(j).standard_error(),
                1e-6 * right.parameters(j).standard_error());
  }
  EXPECT_EQ(result.termination(), right.termination());
}

TEST_F(ExpressionWireTest, GuessesForASumOfTerms) {
  const std::vector<double> x = grid(0, 20, 200);
  std::vector<double> y;
  for (const double at : x) {
    y.push_back(9 * std::exp(-std::pow(at - 6, 2) / 2) + 5 * std::exp(-std::pow(at - 14, 2) / 1.2) +
                1 + 0.1 * at);
  }
  v1::FitRequest request = request_for(
      "gaussian(prefix=\"p1_\") + gaussian(prefix=\"p2_\") + linear(prefix=\"bg_\")", x, y);
  const FitReply reply = server_->fit(request);
  ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
  const v1::FitResult& result = reply.result();
  EXPECT_EQ(result.free_names(0), "p1_amplitude");
  EXPECT_EQ(result.free_names(7), "bg_intercept");
  EXPECT_LT(result.statistics().chi_square(), 1e-12);
  EXPECT_NEAR(result.x(6), 0.1, 1e-6);
}

TEST_F(ExpressionWireTest, NamesOfTheDataArePredictors) {
  std::vector<double> t = grid(0, 3, 30);
  std::vector<double> u;
  std::vector<double> y;
  for (const double at : t) {
    u.push_back(std::cos(3 * at));
    y.push_back(2 * at - 0.5 * u.back());
  }
  v1::FitRequest request = request_for("a*t + b*u", t, y);
  (*request.mutable_predictors())["t"] = array_of(t);
  (*request.mutable_predictors())["u"] = array_of(u);
  request.mutable_predictors()->erase("x");
  add_start(request, "a", 1);
  add_start(request, "b", 1);
  const FitReply reply = server_->fit(request);
  ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
  EXPECT_NEAR(reply.result().x(0), 2, 1e-10);
  EXPECT_NEAR(reply.result().x(1), -0.5, 1e-10);
  request.set_model("a*t + b*x");
  const CallEnd end = server_->fit(request).end;
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(end.message, HasSubstr("predictors[\"x\"] is missing"));
  EXPECT_THAT(end.message, HasSubstr("predictors[\"u\"] is not a predictor of \"a*t + b*x\""));
}

TEST_F(ExpressionWireTest, TheOnlyPredictorMayGoWithoutAName) {
  v1::FitRequest request = request_for("a*x + b", grid(0, 1, 9), grid(2, 5, 9));
  (*request.mutable_predictors())[""] = request.predictors().at("x");
  request.mutable_predictors()->erase("x");
  add_start(request, "a", 1);
  add_start(request, "b", 1);
  EXPECT_NEAR(server_->fit(request).result().x(0), 3, 1e-12);
}

TEST_F(ExpressionWireTest, AMissingStartIsAViolation) {
  v1::FitRequest request = request_for("a*exp(-b*x) + c", grid(0, 1, 9), grid(2, 5, 9));
  add_start(request, "a", 1);
  add_start(request, "c", 1);
  const CallEnd end = server_->fit(request).end;
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  ASSERT_EQ(end.violations.size(), 1U);
  EXPECT_EQ(end.violations[0].field(), "parameters");
  EXPECT_EQ(end.violations[0].description(),
            "give no start for \"b\", and \"a*exp(-b*x) + c\" has no estimate of starting values");
}

TEST_F(ExpressionWireTest, AParameterThatTheTextHasNotIsAViolation) {
  v1::FitRequest request = request_for("a*x + b", grid(0, 1, 9), grid(2, 5, 9));
  add_start(request, "a", 1);
  add_start(request, "b", 1);
  add_start(request, "slope", 1);
  const CallEnd end = server_->fit(request).end;
  ASSERT_EQ(end.violations.size(), 1U);
  EXPECT_EQ(end.violations[0].field(), "parameters[2].name");
  EXPECT_THAT(end.violations[0].description(), HasSubstr("it has a, b"));
}

TEST_F(ExpressionWireTest, AnExpressionThatIsNotFiniteEndsAsSuch) {
  v1::FitRequest request = request_for("a*log(x - b)", grid(0, 1, 9), grid(2, 5, 9));
  add_start(request, "a", 1);
  add_start(request, "b", 2);
  const FitReply reply = server_->fit(request);
  ASSERT_EQ(reply.end.code, absl::StatusCode::kOk);
  EXPECT_EQ(reply.result().termination(), v1::TERMINATION_NON_FINITE);
}

TEST_F(ExpressionWireTest, EvaluatesAndDescribes) {
  v1::EvaluateModelRequest request;
  request.set_model("a*x^2 + b");
  (*request.mutable_predictors())["x"] = array_of(std::vector<double>{1, 2, 3});
  request.add_parameters(2);
  request.add_parameters(-1);
  request.set_jacobian(true);
  v1::EvaluateModelResponse response;
  ASSERT_EQ(server_->evaluate(request, response).code, absl::StatusCode::kOk);
  EXPECT_THAT(response.values().values().values(), ElementsAre(1, 7, 17));
  EXPECT_THAT(response.jacobian().values().values(), ElementsAre(1, 1, 4, 1, 9, 1));
  request.set_model("7");
  request.clear_parameters();
  request.set_jacobian(false);
  ASSERT_EQ(server_->evaluate(request, response).code, absl::StatusCode::kOk);
  EXPECT_THAT(response.values().values().values(), ElementsAre(7, 7, 7));

  v1::GetModelRequest get;
  get.set_name("gaussian(prefix='p_') + c");
  v1::Model model;
  ASSERT_EQ(server_->get_model(get, model).code, absl::StatusCode::kOk);
  EXPECT_EQ(model.formula(), get.name());
  EXPECT_EQ(model.group(), "expression");
  EXPECT_EQ(model.parameters_size(), 4);
  EXPECT_EQ(model.parameters(2).name(), "p_sigma");
  EXPECT_EQ(model.parameters(2).min(), 0);
  EXPECT_FALSE(model.can_guess());
}

TEST_F(ExpressionWireTest, GuessesThroughGuessParameters) {
  const v1::FitRequest data = gaussian_request(100);
  v1::GuessParametersRequest request;
  request.set_model("gaussian(prefix='p_')");
  *request.mutable_predictors() = data.predictors();
  *request.mutable_y() = data.y();
  v1::GuessParametersResponse response;
  ASSERT_EQ(server_->guess(request, response).code, absl::StatusCode::kOk);
  EXPECT_THAT(response.names(), ElementsAre("p_amplitude", "p_center", "p_sigma"));
  EXPECT_NEAR(response.parameters(1), 5, 0.5);
  request.set_model("a*x");
  EXPECT_EQ(server_->guess(request, response).code, absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace fitd::server
