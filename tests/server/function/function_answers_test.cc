// What a client may say wrongly in a FitFunction call, and how calls end before their result.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "server/app.h"
#include "server/arrays.h"
#include "tests/server/function/exponential_function.h"
#include "tests/server/support/function_client.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

// A call whose first ask has come.
class FunctionAnswersTest : public ::testing::Test {
 protected:
  v1::Evaluate open(const v1::FunctionProblem& problem = exponential_problem()) {
    call_ = open_function(server_.address());
    call_->send(problem_request(problem));
    return next_ask();
  }

  v1::Evaluate next_ask() {
    const auto response = call_->read();
    if (!response || !response->has_evaluate()) throw std::runtime_error("no ask");
    return response->evaluate();
  }

  v1::FitFunctionRequest answer(const v1::Evaluate& ask, bool col_deriv = false) {
    return answer_by(function_, ask, col_deriv);
  }

  // The call ends with one violation of `field` that tells `what`.
  void expect_refused(const std::string& field, const std::string& what) {
    const CallEnd end = call_->finish();
    EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument) << end.message;
    ASSERT_EQ(end.violations.size(), 1u) << end.message;
    EXPECT_EQ(end.violations[0].field(), field);
    EXPECT_THAT(end.violations[0].description(), HasSubstr(what));
    expect_free();
  }

  // Nothing is left of the call.
  void expect_free() {
    EXPECT_EQ(server_.app().functions().running(), 0);
    EXPECT_EQ(server_.app().admission().working_memory(), 0);
  }

  TestServer server_;
  ExponentialFunction function_{20};
  std::unique_ptr<OpenFunction> call_;
};

TEST_F(FunctionAnswersTest, AWrongId) {
  v1::FitFunctionRequest request = answer(open());
  request.mutable_evaluation()->set_id(7);
  call_->send(request);
  expect_refused("evaluation.id", "is 7; 1 was asked");
}

TEST_F(FunctionAnswersTest, AJacobianForResiduals) {
  v1::FitFunctionRequest request = answer(open());
  const v1::Array array = request.evaluation().residuals();
  *request.mutable_evaluation()->mutable_jacobian() = array;
  call_->send(request);
  expect_refused("evaluation.jacobian", "residuals were asked for");
}

TEST_F(FunctionAnswersTest, ResidualsForAJacobian) {
  v1::FunctionProblem problem = exponential_problem();
  problem.set_has_jacobian(true);
  v1::FitFunctionRequest first = answer(open(problem));
  call_->send(first);
  const v1::Evaluate ask = next_ask();
  EXPECT_EQ(ask.what(), v1::Evaluate::WHAT_JACOBIAN);
  first.mutable_evaluation()->set_id(ask.id());
  call_->send(first);
  expect_refused("evaluation.residuals", "the Jacobian was asked for");
}

TEST_F(FunctionAnswersTest, AJacobianTheOtherWayRound) {
  v1::FunctionProblem problem = exponential_problem();
  problem.set_has_jacobian(true);
  const v1::Evaluate first = open(problem);
  call_->send(answer(first));
  call_->send(answer(next_ask(), true));
  expect_refused("evaluation.jacobian.shape", "is [2, 20]; must be [20, 2]");
}

TEST_F(FunctionAnswersTest, TooFewResiduals) {
  const v1::Evaluate first = open();
  call_->send(answer(first));
  v1::FitFunctionRequest request = answer(next_ask());
  const std::vector<double> two_rows(38, 1.0);
  *request.mutable_evaluation()->mutable_residuals() =
      to_array(two_rows, {2, 19}, Encoding::kBytes);
  call_->send(request);
  expect_refused("evaluation.residuals", "has 38 values; must have 2 x 20");
}

TEST_F(FunctionAnswersTest, OtherThanAnnounced) {
  v1::FunctionProblem problem = exponential_problem();
  problem.set_num_residuals(21);
  const v1::Evaluate first = open(problem);
  call_->send(answer(first));
  expect_refused("evaluation.residuals", "has 20 values; must have 1 x 21");
}

TEST_F(FunctionAnswersTest, AShapeThatIsNoRow) {
  v1::FitFunctionRequest request = answer(open());
  auto& shape = *request.mutable_evaluation()->mutable_residuals()->mutable_shape();
  shape[0] = 20;
  shape[1] = 1;
  call_->send(request);
  expect_refused("evaluation.residuals.shape", "is [20, 1]; must be [m] or [1, m]");
}

TEST_F(FunctionAnswersTest, HalfANumber) {
  v1::FitFunctionRequest request = answer(open());
  request.mutable_evaluation()->mutable_residuals()->mutable_f64_le()->pop_back();
  call_->send(request);
  expect_refused("evaluation.residuals.f64_le", "multiple of 8");
}

TEST_F(FunctionAnswersTest, NoOutcome) {
  open();
  v1::FitFunctionRequest request;
  request.mutable_evaluation()->set_id(1);
  call_->send(request);
  expect_refused("evaluation.outcome", "missing");
}

TEST_F(FunctionAnswersTest, FewerResidualsThanParameters) {
  const v1::Evaluate ask = open();
  ExponentialFunction one(1);
  call_->send(answer_by(one, ask, false));
  expect_refused("evaluation.residuals", "gives 1 residuals, fewer than the 2 parameters");
}

TEST_F(FunctionAnswersTest, AnAnswerTwice) {
  const v1::FitFunctionRequest request = answer(open());
  call_->send(request);
  // Unasked, or the answer to the next ask by the wrong id: refused whichever it is.
  call_->send(request);
  const CallEnd end = call_->finish();
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument) << end.message;
  ASSERT_FALSE(end.violations.empty());
  EXPECT_THAT(end.violations[0].field(), ::testing::StartsWith("evaluation"));
  expect_free();
}

TEST_F(FunctionAnswersTest, AnAnswerBeforeTheProblem) {
  call_ = open_function(server_.address());
  v1::FitFunctionRequest request;
  request.mutable_evaluation()->set_id(1);
  call_->send(request);
  expect_refused("problem", "is missing");
}

TEST_F(FunctionAnswersTest, AProblemTwice) {
  open();
  call_->send(problem_request(exponential_problem()));
  expect_refused("evaluation", "only the first message is a problem");
}

TEST_F(FunctionAnswersTest, AnEmptyMessage) {
  call_ = open_function(server_.address());
  call_->send({});
  expect_refused("problem", "is missing");
}

TEST_F(FunctionAnswersTest, AllThatIsWrongWithAProblemIsNamed) {
  v1::FunctionProblem problem = exponential_problem();
  const std::vector<double> x0 = {1, std::numeric_limits<double>::quiet_NaN()};
  *problem.mutable_x0() = to_array(x0, {2}, Encoding::kValues);
  problem.set_num_residuals(1);
  problem.set_col_deriv(true);
  problem.mutable_options()->set_factor(0);
  problem.mutable_options()->add_diag(1);
  problem.mutable_options()->set_jacobian(v1::JACOBIAN_ANALYTIC);
  problem.mutable_progress()->set_every_iterations(0);
  problem.mutable_return_mask()->add_paths("x");
  problem.set_request_id(std::string(129, 'x'));
  call_ = open_function(server_.address());
  call_->send(problem_request(problem));
  const CallEnd end = call_->finish();
  std::vector<std::string> fields;
  for (const auto& violation : end.violations) fields.push_back(violation.field());
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre(
                          "problem.x0.values[1]", "problem.num_residuals", "problem.col_deriv",
                          "problem.options.factor", "problem.options.diag",
                          "problem.options.jacobian", "problem.progress.every_iterations",
                          "problem.return_mask.paths[0]", "problem.request_id"));
}

TEST_F(FunctionAnswersTest, NoParameters) {
  v1::FunctionProblem problem;
  problem.mutable_x0()->mutable_values();
  call_ = open_function(server_.address());
  call_->send(problem_request(problem));
  expect_refused("problem.x0", "is empty");
}

TEST_F(FunctionAnswersTest, AFailureComesBackWhole) {
  open();
  v1::FitFunctionRequest request;
  request.mutable_evaluation()->set_id(1);
  request.mutable_evaluation()->set_failure("the spectrometer is off");
  call_->send(request);
  const CallEnd end = call_->finish();
  EXPECT_EQ(end.code, absl::StatusCode::kAborted);
  EXPECT_EQ(end.message, "the spectrometer is off");
  expect_free();
}

TEST_F(FunctionAnswersTest, AClosedHalfEndsTheFit) {
  const v1::Evaluate first = open();
  call_->send(answer(first));
  next_ask();
  call_->close();
  const CallEnd end = call_->finish();
  EXPECT_EQ(end.code, absl::StatusCode::kCancelled);
  EXPECT_THAT(end.message, HasSubstr("ended its half"));
  expect_free();
}

TEST_F(FunctionAnswersTest, AClosedHalfBeforeAnyMessage) {
  call_ = open_function(server_.address());
  call_->close();
  EXPECT_EQ(call_->finish().code, absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace fitd::server
