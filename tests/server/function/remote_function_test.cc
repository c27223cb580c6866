// The cases of leastsq, their functions evaluated by another thread: the same bits as in process.
#include "server/function/remote_function.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "server/function/conversation.h"
#include "solver/lm/dense_problem.h"
#include "solver/lm/minimize.h"
#include "tests/solver/lm/leastsq_case.h"

namespace fitd::server {
namespace {

using test::Json;
using test::LeastsqCaseFunction;

class Numbers final : public AnsweredNumbers {
 public:
  explicit Numbers(std::vector<double> numbers) : numbers_(std::move(numbers)) {}
  std::int64_t count() const override { return std::ssize(numbers_); }
  void read(std::int64_t first, std::span<double> to) const override {
    std::copy_n(numbers_.begin() + first, to.size(), to.begin());
  }

 private:
  std::vector<double> numbers_;
};

struct Question {
  std::vector<double> points;
  std::int64_t num_points = 0;
  bool jacobian = false;
};

std::vector<double> answer_to(const Question& question, LeastsqCaseFunction& function,
                              JacobianLayout layout) {
  const auto m = static_cast<std::size_t>(function.num_residuals());
  const auto n = static_cast<std::size_t>(function.num_parameters());
  if (!question.jacobian) {
    std::vector<double> r(m * static_cast<std::size_t>(question.num_points));
    for (std::size_t k = 0; k < r.size() / m; ++k) {
      function.residuals(std::span(question.points).subspan(k * n, n),
                         std::span(r).subspan(k * m, m), {});
    }
    return r;
  }
  std::vector<double> j(m * n);
  function.jacobian(question.points, j, {});
  if (layout == JacobianLayout::kRowPerParameter) return j;
  std::vector<double> by_rows(m * n);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t k = 0; k < n; ++k) by_rows[i * n + k] = j[k * m + i];
  }
  return by_rows;
}

// Asks across a conversation.
class AskingOwner final : public FunctionOwner {
 public:
  explicit AskingOwner(std::function<void(const Question&)> post) : post_(std::move(post)) {}

  std::unique_ptr<AnsweredNumbers> residuals(std::span<const double> points,
                                             std::int64_t num_points) override {
    return ask({{points.begin(), points.end()}, num_points, false});
  }
  std::unique_ptr<AnsweredNumbers> jacobian(std::span<const double> x) override {
    return ask({{x.begin(), x.end()}, 1, true});
  }

  Conversation<std::vector<double>> conversation;
  std::int64_t asks = 0;

 private:
  std::unique_ptr<AnsweredNumbers> ask(const Question& question) {
    ++asks;
    auto answer = conversation.ask([&] { post_(question); });
    if (!answer) return nullptr;
    return std::make_unique<Numbers>(*std::move(answer));
  }

  const std::function<void(const Question&)> post_;
};

struct Settings {
  JacobianLayout layout = JacobianLayout::kRowPerResidual;
  std::int64_t points_per_ask = 1000;
  std::int64_t end_after = -1;  // asks after which the client is gone; -1: never
};

struct RemoteRun {
  test::SolvedCase solved;
  std::int64_t asks = 0;
};

// A session: its thread asks, a client's thread answers.
RemoteRun solve_remotely(const Json& c, const Settings& settings) {
  LeastsqCaseFunction function(c);
  Conversation<Question> client;
  AskingOwner owner([&](const Question& question) {
    while (client.answer(question) == Conversation<Question>::Reception::kUnasked) {
      std::this_thread::yield();  // the client is not waiting yet
    }
  });
  // The client waits for questions as the session waits for answers.
  std::jthread answering([&] {
    for (std::int64_t i = 0; const auto question = client.ask([] {}); ++i) {
      if (i == settings.end_after) {
        owner.conversation.end();
        return;
      }
      owner.conversation.answer(answer_to(*question, function, settings.layout));
    }
  });
  RemoteRun run;
  run.solved.call = test::leastsq_call(c);
  const std::vector<double> x0 = test::numbers(c["x0"]);
  auto at_start = owner.residuals(x0, 1);
  if (at_start != nullptr) {
    RemoteFunction remote(owner,
                          {.m = function.num_residuals(),
                           .n = function.num_parameters(),
                           .layout = settings.layout,
                           .points_per_ask = settings.points_per_ask},
                          std::move(at_start));
    lm::DenseProblem problem(remote, run.solved.call.method, run.solved.call.epsfcn);
    lm::Workspace workspace;
    run.solved.result = minimize(problem, x0, run.solved.call.options, workspace, {}, {});
    run.solved.fvec = problem.take_fvec();
    if (run.solved.result.linearized) run.solved.fjac = problem.take_fjac(run.solved.result);
  }
  run.asks = owner.asks;
  client.end();
  return run;
}

void expect_same(const test::SolvedCase& ours, const test::SolvedCase& theirs) {
  EXPECT_EQ(ours.result.termination, theirs.result.termination);
  EXPECT_EQ(ours.result.nfev, theirs.result.nfev);
  EXPECT_EQ(ours.result.njev, theirs.result.njev);
  EXPECT_EQ(ours.result.x, theirs.result.x);
  EXPECT_EQ(ours.result.permutation, theirs.result.permutation);
  EXPECT_EQ(ours.result.qtf, theirs.result.qtf);
  EXPECT_EQ(ours.fvec, theirs.fvec);
  EXPECT_EQ(ours.fjac, theirs.fjac);
}

const Json& find_case(const std::string& id) {
  for (const Json& c : test::leastsq_cases()) {
    if (c["id"] == id) return c;
  }
  throw std::runtime_error("no case " + id);
}

TEST(RemoteFunctionTest, AllCasesHaveTheSameBits) {
  int compared = 0;
  for (const Json& c : test::leastsq_cases()) {
    if (test::kind(c) != test::Kind::kCompared) continue;
    SCOPED_TRACE(c["id"].get<std::string>());
    const test::SolvedCase alone = test::solve(c);
    const RemoteRun run = solve_remotely(c, {});
    expect_same(run.solved, alone);
    // The start, each Jacobian and each trial is one ask.
    const bool forward = run.solved.call.method == lm::JacobianMethod::kForwardDifference;
    const std::int64_t of_jacobians = forward ? alone.result.njev * c["n"].get<int>() : 0;
    EXPECT_EQ(run.asks, alone.result.nfev - of_jacobians + alone.result.njev);
    ++compared;
  }
  EXPECT_EQ(compared, 122);
}

TEST(RemoteFunctionTest, PointsSplitOverAsksChangeNothing) {
  const Json& c = find_case("nist-gauss1-start1-fd");  // 8 parameters
  const test::SolvedCase alone = test::solve(c);
  std::int64_t asks = 0;
  for (const std::int64_t points : {8, 7, 3, 1}) {
    const RemoteRun run = solve_remotely(c, {.points_per_ask = points});
    expect_same(run.solved, alone);
    EXPECT_GT(run.asks, asks);
    asks = run.asks;
  }
}

TEST(RemoteFunctionTest, AJacobianByRowsOfEitherKind) {
  const Json& c = find_case("nist-gauss3-start2-dfun");
  expect_same(solve_remotely(c, {.layout = JacobianLayout::kRowPerParameter}).solved,
              test::solve(c));
}

TEST(RemoteFunctionTest, EndsWhereverTheClientDoes) {
  for (const char* id : {"nist-misra1a-start1-fd", "nist-misra1a-start1-dfun"}) {
    const Json& c = find_case(id);
    const std::int64_t all = solve_remotely(c, {.points_per_ask = 1}).asks;
    ASSERT_GT(all, 5);
    for (std::int64_t k = 0; k < all; ++k) {
      const RemoteRun run = solve_remotely(c, {.points_per_ask = 1, .end_after = k});
      EXPECT_EQ(run.solved.result.termination, lm::Termination::kStopped);
      EXPECT_EQ(run.asks, k + 1);
    }
  }
}

}  // namespace
}  // namespace fitd::server
