// FitFunction within bounds: the bits of the fit in process, one ask for each Jacobian, and what is
// refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "server/arrays.h"
#include "solver/lm/dense_problem.h"
#include "solver/lm/minimize_within.h"
#include "solver/lm/workspace.h"
#include "tests/server/function/exponential_function.h"
#include "tests/server/support/function_client.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr std::int64_t kPoints = 20;

// The free minimum is near (3, 0.5).
struct Within {
  const char* name;
  std::vector<double> lower;
  std::vector<double> upper;
};

const Within kBoxes[] = {
    {"a bound that is met", {-kInf, -kInf}, {2, kInf}},
    {"another", {0, 0.6}, {10, 5}},
    {"both", {0, 0.6}, {2, 5}},
    {"none that is met", {0, 0}, {10, 10}},
};

v1::FunctionProblem problem_within(const Within& box, bool has_jacobian) {
  v1::FunctionProblem problem = exponential_problem();
  problem.set_has_jacobian(has_jacobian);
  problem.mutable_lower()->Add(box.lower.begin(), box.lower.end());
  problem.mutable_upper()->Add(box.upper.begin(), box.upper.end());
  return problem;
}

lm::LmResult in_process(const Within& box, lm::JacobianMethod method) {
  ExponentialFunction function(kPoints);
  const lm::Box limits = {box.lower, box.upper};
  lm::DenseProblem problem(function, method, 0, limits);
  lm::Options options;
  options.maxfev = method == lm::JacobianMethod::kAnalytic
                       ? lm::default_maxfev_analytic(2)
                       : lm::default_maxfev_forward_difference(2);
  lm::Workspace workspace;
  const std::vector<double> start = {1, 1};
  return lm::minimize_within(limits, problem, start, options, workspace, {}, {});
}

class FunctionBoundsTest : public ::testing::Test {
 protected:
  FunctionReply minimize(const v1::FunctionProblem& problem) {
    ExponentialFunction function(kPoints);
    return minimize_over_wire(server_.address(), problem, function);
  }

  TestServer server_;
};

TEST_F(FunctionBoundsTest, BitsAreThoseInProcess) {
  for (const Within& box : kBoxes) {
    for (const auto method :
         {lm::JacobianMethod::kAnalytic, lm::JacobianMethod::kForwardDifference}) {
      SCOPED_TRACE(box.name);
      const bool analytic = method == lm::JacobianMethod::kAnalytic;
      const FunctionReply reply = minimize(problem_within(box, analytic));
      ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
      const v1::FitResult& result = reply.result();
      const lm::LmResult expected = in_process(box, method);
      EXPECT_EQ(static_cast<int>(result.termination()), static_cast<int>(expected.termination));
      EXPECT_EQ(std::vector<double>(result.x().begin(), result.x().end()), expected.x);
      EXPECT_EQ(result.infodict().nfev(), expected.nfev);
      EXPECT_EQ(result.infodict().njev(), expected.njev);
    }
  }
}

TEST_F(FunctionBoundsTest, ABoundThatIsMetIsMetToTheBit) {
  const v1::FitResult result = minimize(problem_within(kBoxes[2], false)).result();
  EXPECT_EQ(result.x(0), 2);
  EXPECT_EQ(result.x(1), 0.6);
  EXPECT_LE(result.ier(), 4);
}

TEST_F(FunctionBoundsTest, NoPointIsOutsideAndAJacobianIsOneAsk) {
  for (const Within& box : kBoxes) {
    SCOPED_TRACE(box.name);
    const FunctionReply reply = minimize(problem_within(box, false));
    std::int64_t jacobians = 0;
    for (const v1::Evaluate& ask : reply.asks()) {
      const std::vector<double> points = to_vector(ask.points());
      ASSERT_EQ(points.size() % 2, 0u);
      if (points.size() > 2) ++jacobians;
      for (std::size_t k = 0; k < points.size(); ++k) {
        EXPECT_GE(points[k], box.lower[k % 2]);
        EXPECT_LE(points[k], box.upper[k % 2]);
      }
    }
    EXPECT_EQ(jacobians, reply.result().infodict().njev());
  }
}

TEST_F(FunctionBoundsTest, InfiniteBoundsAreNone) {
  v1::FunctionProblem bounded = exponential_problem();
  for (int j = 0; j < 2; ++j) bounded.add_lower(-kInf);
  v1::FitResult result = minimize(bounded).result();
  v1::FitResult expected = minimize(exponential_problem()).result();
  result.clear_timing();
  expected.clear_timing();
  EXPECT_EQ(result.SerializeAsString(), expected.SerializeAsString());
}

struct Wrong {
  std::function<void(v1::FunctionProblem&)> spoil;
  std::string field;
  std::string says;
};

TEST_F(FunctionBoundsTest, WrongBoundsAreNamed) {
  using P = v1::FunctionProblem;
  const Wrong cases[] = {
      {[](P& p) { p.add_lower(0); }, "problem.lower", "has 1 values, but x0 has 2 parameters"},
      {[](P& p) { p.mutable_upper()->Resize(3, 9.0); }, "problem.upper", "has 3 values"},
      {[](P& p) { p.mutable_lower()->Set(1, kNan); }, "problem.lower[1]",
       "is NaN; must be finite, or -Infinity for none"},
      {[](P& p) { p.mutable_lower()->Set(0, kInf); }, "problem.lower[0]", "is Infinity"},
      {[](P& p) { p.mutable_upper()->Set(1, -kInf); }, "problem.upper[1]", "is -Infinity"},
      {[](P& p) { p.mutable_upper()->Set(1, 0); }, "problem.upper[1]",
       "is 0; must be above 0, the lower bound"},
      {[](P& p) { p.mutable_upper()->Set(0, -1); }, "problem.upper[0]", "is -1; must be above 0"},
      {[](P& p) { p.mutable_upper()->Set(1, 0.5); }, "problem.x0[1]", "is 1, above its bound 0.5"},
      {[](P& p) { p.mutable_lower()->Set(0, 1.5); }, "problem.x0[0]", "is 1, below its bound 1.5"},
  };
  for (const Wrong& wrong : cases) {
    SCOPED_TRACE(wrong.field + " " + wrong.says);
    v1::FunctionProblem problem = problem_within({"", {0, 0}, {10, 10}}, false);
    if (wrong.says.starts_with("has 1")) problem.clear_lower();
    wrong.spoil(problem);
    const CallEnd end = minimize(problem).end;
    EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument) << end.message;
    ASSERT_EQ(end.violations.size(), 1u) << end.message;
    EXPECT_EQ(end.violations[0].field(), wrong.field);
    EXPECT_THAT(end.violations[0].description(), HasSubstr(wrong.says));
  }
}

TEST_F(FunctionBoundsTest, AMalformedStartIsToldOnce) {
  v1::FunctionProblem problem = problem_within({"", {0, 0}, {10, 10}}, false);
  problem.mutable_x0()->set_f64_le(std::string(15, '\0'));
  const CallEnd end = minimize(problem).end;
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(end.message, HasSubstr("15 bytes"));
}

}  // namespace
}  // namespace fitd::server
