// FitFunction over a real connection: leastsq's cases, their functions evaluated by the client.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "server/app.h"
#include "server/arrays.h"
#include "solver/lm/covariance.h"
#include "solver/lm/messages.h"
#include "tests/server/function/exponential_function.h"
#include "tests/server/support/function_client.h"
#include "tests/server/support/test_server.h"
#include "tests/solver/lm/leastsq_case.h"

namespace fitd::server {
namespace {

using test::Json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::FunctionProblem problem_of(const Json& c, const test::LeastsqCall& call) {
  v1::FunctionProblem problem;
  const std::vector<double> x0 = test::numbers(c["x0"]);
  *problem.mutable_x0() = to_array(x0, {std::ssize(x0)}, Encoding::kBytes);
  problem.set_has_jacobian(call.method == lm::JacobianMethod::kAnalytic);
  auto& options = *problem.mutable_options();
  options.set_ftol(call.options.ftol);
  options.set_xtol(call.options.xtol);
  options.set_gtol(call.options.gtol);
  options.set_maxfev(call.options.maxfev);
  options.set_factor(call.options.factor);
  options.set_epsfcn(call.epsfcn);
  options.mutable_diag()->Add(call.options.diag.begin(), call.options.diag.end());
  return problem;
}

void expect_same(const v1::FitResult& ours, const test::SolvedCase& theirs) {
  const lm::LmResult& lm = theirs.result;
  EXPECT_EQ(static_cast<int>(ours.termination()), static_cast<int>(lm.termination));
  EXPECT_EQ(ours.ier(), lm::ier(lm.termination).value_or(0));
  EXPECT_EQ(ours.mesg(), lm::termination_message(lm, theirs.call.options));
  EXPECT_EQ(std::vector<double>(ours.x().begin(), ours.x().end()), lm.x);
  const v1::Infodict& info = ours.infodict();
  EXPECT_EQ(info.nfev(), lm.nfev);
  EXPECT_EQ(info.njev(), lm.njev);
  EXPECT_EQ(to_vector(info.fvec()), theirs.fvec);
  EXPECT_EQ(to_vector(info.fjac()), theirs.fjac);
  EXPECT_EQ(std::vector<int>(info.ipvt().begin(), info.ipvt().end()), lm.permutation);
  EXPECT_EQ(std::vector<double>(info.qtf().begin(), info.qtf().end()), lm.qtf);
  const auto cov_x = lm::converged(lm.termination) ? lm::inverse_normal_matrix(lm.r, lm.permutation)
                                                   : std::nullopt;
  ASSERT_EQ(ours.has_cov_x(), cov_x.has_value());
  if (cov_x) {
    EXPECT_EQ(to_vector(ours.cov_x()), *cov_x);
  }
}

TEST(FunctionWireTest, LeastsqsCasesHaveTheSameBits) {
  TestServer server;
  int compared = 0;
  for (const Json& c : test::leastsq_cases()) {
    if (test::kind(c) != test::Kind::kCompared) continue;
    SCOPED_TRACE(c["id"].get<std::string>());
    const test::SolvedCase alone = test::solve(c);
    v1::FunctionProblem problem = problem_of(c, alone.call);
    problem.set_col_deriv(problem.has_jacobian() && ++compared % 2 == 0);
    test::LeastsqCaseFunction function(c);
    const FunctionReply reply = minimize_over_wire(server.address(), problem, function);
    ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
    expect_same(reply.result(), alone);
  }
  EXPECT_GT(compared, 50);  // with a Jacobian
}

TEST(FunctionWireTest, ImproperInputIsRefusedByField) {
  TestServer server;
  int refused = 0;
  for (const Json& c : test::leastsq_cases()) {
    if (test::kind(c) != test::Kind::kRefused || c["id"] == "bad-dfun-shape") continue;
    SCOPED_TRACE(c["id"].get<std::string>());
    test::LeastsqCaseFunction function(c);
    const FunctionReply reply =
        minimize_over_wire(server.address(), problem_of(c, test::leastsq_call(c)), function);
    EXPECT_EQ(reply.end.code, absl::StatusCode::kInvalidArgument);
    ASSERT_EQ(reply.end.violations.size(), 1u) << reply.end.message;
    EXPECT_THAT(reply.end.violations[0].field(),
                ::testing::AnyOf(HasSubstr("problem.options."), "evaluation.residuals"));
    ++refused;
  }
  EXPECT_EQ(refused, 8);
}

TEST(FunctionWireTest, NonFiniteStartsAreNamed) {
  TestServer server;
  int named = 0;
  for (const Json& c : test::leastsq_cases()) {
    if (test::kind(c) != test::Kind::kNonFinite) continue;
    SCOPED_TRACE(c["id"].get<std::string>());
    const test::SolvedCase alone = test::solve(c);
    test::LeastsqCaseFunction function(c);
    const FunctionReply reply =
        minimize_over_wire(server.address(), problem_of(c, alone.call), function);
    ++named;
    if (!std::isfinite(test::numbers(c["x0"])[1])) {
      EXPECT_THAT(reply.end.message, HasSubstr("problem.x0.f64_le["));
      continue;
    }
    ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
    const v1::FitResult& result = reply.result();
    EXPECT_EQ(result.termination(), v1::TERMINATION_NON_FINITE);
    EXPECT_FALSE(result.has_ier());
    EXPECT_EQ(result.non_finite().index(), alone.result.fault->row);
    EXPECT_FALSE(result.has_statistics());
  }
  EXPECT_EQ(named, 7);
}

TEST(FunctionWireTest, ADerivativeThatIsNotFiniteIsNamed) {
  TestServer server;
  ExponentialFunction function(20);
  function.bad_derivative = true;
  v1::FunctionProblem problem = exponential_problem();
  problem.set_has_jacobian(true);
  const v1::FitResult result = minimize_over_wire(server.address(), problem, function).result();
  EXPECT_EQ(result.termination(), v1::TERMINATION_NON_FINITE);
  EXPECT_EQ(result.non_finite().index(), 3);
  EXPECT_EQ(result.non_finite().parameter(), "1");
}

TEST(FunctionWireTest, AnIterationIsTwoAsks) {
  TestServer server;
  ExponentialFunction function(20);
  const FunctionReply reply = minimize_over_wire(server.address(), exponential_problem(), function);
  const std::vector<v1::Evaluate> asks = reply.asks();
  ASSERT_GE(asks.size(), 3u);
  for (std::size_t i = 0; i < asks.size(); ++i) {
    EXPECT_EQ(asks[i].id(), static_cast<std::int64_t>(i + 1));
    EXPECT_EQ(asks[i].what(), v1::Evaluate::WHAT_RESIDUALS);
  }
  EXPECT_THAT(asks[0].points().shape(), ElementsAre(1, 2));
  EXPECT_THAT(asks[1].points().shape(), ElementsAre(2, 2));
  EXPECT_THAT(asks[2].points().shape(), ElementsAre(1, 2));
  EXPECT_EQ(to_vector(asks[0].points()), to_vector(exponential_problem().x0()));
  const v1::Infodict& info = reply.result().infodict();
  const std::int64_t trials = info.nfev() - 1 - 2 * info.njev();
  EXPECT_EQ(std::ssize(asks), 1 + info.njev() + trials);
}

TEST(FunctionWireTest, TheFirstMessageSaysThatTheFitIsTakenOn) {
  TestServer server;
  ExponentialFunction function(20);
  v1::FunctionProblem problem = exponential_problem();
  problem.set_request_id("mine");
  const FunctionReply reply = minimize_over_wire(server.address(), problem, function);
  EXPECT_EQ(reply.responses[0].accepted().request_id(), "mine");
  EXPECT_THAT(reply.responses[0].accepted().fit_id(), HasSubstr("-"));
  EXPECT_FALSE(reply.responses[1].has_accepted());
}

TEST(FunctionWireTest, ProgressComesWithTheAsks) {
  TestServer server;
  ExponentialFunction function(20);
  v1::FunctionProblem problem = exponential_problem();
  problem.mutable_progress()->mutable_min_interval();  // 0: every iteration
  const FunctionReply reply = minimize_over_wire(server.address(), problem, function);
  std::int64_t iteration = 0;
  for (const auto& response : reply.responses) {
    if (!response.has_progress()) continue;
    EXPECT_EQ(response.progress().iteration(), iteration++);
    EXPECT_EQ(response.progress().parameters_size(), 2);
  }
  EXPECT_GE(iteration, 3);
  problem.mutable_progress()->set_off(true);
  for (const auto& response : minimize_over_wire(server.address(), problem, function).responses) {
    EXPECT_FALSE(response.has_progress());
  }
}

TEST(FunctionWireTest, TheReturnMaskChooses) {
  TestServer server;
  ExponentialFunction function(20);
  v1::FunctionProblem problem = exponential_problem();
  problem.mutable_return_mask()->add_paths("infodict.fvec");
  const v1::FitResult result = minimize_over_wire(server.address(), problem, function).result();
  EXPECT_TRUE(result.infodict().has_fvec());
  EXPECT_FALSE(result.infodict().has_fjac());
  EXPECT_FALSE(result.has_cov_x());
  EXPECT_FALSE(result.has_r());
  EXPECT_THAT(result.omitted(), IsEmpty());
}

TEST(FunctionWireTest, LargeArraysAreLeftOutAndNamed) {
  TestServer server;
  ExponentialFunction function(200'000);
  v1::FunctionProblem problem = exponential_problem();
  const v1::FitResult result = minimize_over_wire(server.address(), problem, function).result();
  EXPECT_THAT(result.omitted(), ElementsAre("infodict.fjac", "infodict.fvec"));
  EXPECT_TRUE(result.has_cov_x());
}

TEST(FunctionWireTest, NumbersThatPeopleTypeAreAnsweredInKind) {
  TestServer server;
  ExponentialFunction function(20);
  v1::FunctionProblem problem = exponential_problem();
  const std::vector<double> x0 = to_vector(problem.x0());
  *problem.mutable_x0() = to_array(x0, {2}, Encoding::kValues);
  const FunctionReply reply = minimize_over_wire(server.address(), problem, function);
  EXPECT_TRUE(reply.asks()[1].points().has_values());
  EXPECT_TRUE(reply.result().infodict().fjac().has_values());
}

}  // namespace
}  // namespace fitd::server
