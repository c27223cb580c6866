// Many starts and certified arithmetic over the wire, and what is wrong with asking for them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "server/convert_fit.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

v1::Parameter& add(v1::FitRequest& request, const char* name, double start, double min,
                   double max) {
  v1::Parameter& p = *request.add_parameters();
  p.set_name(name);
  p.set_start(start);
  p.set_min(min);
  p.set_max(max);
  return p;
}

// 3 sin(7 x + 0.5) with a ripple, started at a third of its frequency.
v1::FitRequest sine_request() {
  v1::FitRequest request;
  request.set_model("sine");
  const std::vector<double> x = grid(0, 10, 80);
  std::vector<double> y;
  for (const double at : x) y.push_back(3 * std::sin(7 * at + 0.5) + 0.05 * std::cos(31 * at));
  (*request.mutable_predictors())["x"] = array_of(x);
  *request.mutable_y() = array_of(y);
  add(request, "amplitude", 1, 0.1, 10);
  add(request, "frequency", 2.3, 0.5, 20);
  add(request, "shift", 0, -4, 4);
  request.mutable_multi_start()->set_starts(40);
  return request;
}

TEST(MultiStartWireTest, FindsWhatOneStartDoesNot) {
  TestServer server;
  v1::FitRequest request = sine_request();
  const v1::FitResult many = server.fit(request).result();
  request.clear_multi_start();
  const v1::FitResult one = server.fit(request).result();
  EXPECT_NEAR(many.x(1), 7, 0.01);
  EXPECT_LT(many.statistics().chi_square(), 0.1 * one.statistics().chi_square());
  EXPECT_EQ(one.minima_size(), 0);
  ASSERT_GE(many.minima_size(), 2);
  EXPECT_EQ(many.minima(0).chi_square(), many.statistics().chi_square());
  EXPECT_EQ(many.minima(0).termination(), many.termination());
  int starts = 0;
  for (const v1::Minimum& minimum : many.minima()) {
    ASSERT_EQ(minimum.x_size(), 3);
    starts += minimum.starts();
  }
  EXPECT_EQ(starts, 40);
  EXPECT_GT(many.infodict().nfev(), 40);
  for (const v1::FittedParameter& p : many.parameters()) {
    EXPECT_GE(p.start(), p.min());
    EXPECT_LE(p.start(), p.max());
  }
}

// The request's own start led to the same minimum, so this is the fit that was asked for.
TEST(MultiStartWireTest, AnEasyFitIsAsItWas) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  const v1::FitResult one = server.fit(request).result();
  request.mutable_multi_start();
  const v1::FitResult many = server.fit(request).result();
  for (int k = 0; k < one.x_size(); ++k) EXPECT_EQ(many.x(k), one.x(k));
  EXPECT_EQ(many.covariance().SerializeAsString(), one.covariance().SerializeAsString());
  EXPECT_EQ(many.parameters(0).start(), one.parameters(0).start());
}

TEST(MultiStartWireTest, StartsMayBeEstimated) {
  TestServer server;
  v1::FitRequest request = gaussian_request(60);
  request.mutable_multi_start()->set_starts(8);
  const v1::FitResult many = server.fit(request).result();
  EXPECT_LE(many.ier(), 4);
  EXPECT_GE(many.minima_size(), 1);
}

TEST(MultiStartWireTest, TheSeedDecides) {
  TestServer server;
  v1::FitRequest request = sine_request();
  const auto minima = [&](std::int64_t seed) {
    request.mutable_multi_start()->set_seed(seed);
    const v1::FitResult result = server.fit(request).result();
    std::string text;
    for (const v1::Minimum& minimum : result.minima()) text += minimum.SerializeAsString();
    return text;
  };
  EXPECT_EQ(minima(7), minima(7));
  EXPECT_NE(minima(7), minima(-7));
}

TEST(MultiStartWireTest, ProgressTellsTheStartsThatAreDone) {
  TestServer server;
  v1::FitRequest request = sine_request();
  request.mutable_progress()->mutable_min_interval();
  int done = 0;
  double norm = kInf;
  for (const v1::FitEvent& event : server.fit(request).events) {
    if (!event.has_progress()) continue;
    EXPECT_GE(event.progress().starts_done(), done);
    EXPECT_LE(event.progress().residual_norm(), norm);
    done = event.progress().starts_done();
    norm = event.progress().residual_norm();
  }
  EXPECT_GT(done, 20);
  EXPECT_LE(done, 40);
}

TEST(MultiStartWireTest, CancellationEndsAllStarts) {
  TestServer server;
  v1::FitRequest request = long_request(100'000);
  for (v1::Parameter& p : *request.mutable_parameters()) p.set_min(0);
  request.mutable_multi_start()->set_starts(1000);
  const auto call = server.open(request);
  ASSERT_TRUE(call->read());
  call->cancel();
  EXPECT_EQ(call->finish().code, absl::StatusCode::kCancelled);
  EXPECT_LE(server.fit(exponential_request()).result().ier(), 4);
}

TEST(MultiStartWireTest, ATimeLimitIsForAllOfIt) {
  TestServer server;
  v1::FitRequest request = sine_request();
  request.mutable_multi_start()->set_starts(10'000);
  request.mutable_time_limit()->set_nanos(1);
  const v1::FitResult result = server.fit(request).result();
  EXPECT_EQ(result.termination(), v1::TERMINATION_TIME_LIMIT);
  EXPECT_EQ(result.minima_size(), 1);
}

TEST(MultiStartWireTest, AdmissionCountsAWorkspaceForEachThread) {
  v1::FitRequest request = sine_request();
  const std::int64_t with = working_memory(request, 1'000'000, 3, 4);
  request.clear_multi_start();
  EXPECT_GT(with, working_memory(request, 1'000'000, 3, 4));
  // Whatever is asked for, nothing is given back to admission.
  request.mutable_multi_start()->set_starts(std::numeric_limits<int>::min());
  EXPECT_GE(working_memory(request, 10, 3, 4), working_memory(exponential_request(), 10, 3, 1));
  request = sine_request();
  request.mutable_options()->set_arithmetic(v1::ARITHMETIC_REFERENCE);
  EXPECT_GE(working_memory(request, 1'000'000, 3, 4), std::int64_t{5} * 8 * 1'000'000 * (3 + 4));
}

TEST(MultiStartWireTest, TheLastFitMayBeCertified) {
  TestServer server;
  v1::FitRequest request = sine_request();
  request.mutable_options()->set_arithmetic(v1::ARITHMETIC_CERTIFIED);
  const v1::FitResult result = server.fit(request).result();
  EXPECT_EQ(result.termination(), v1::TERMINATION_XTOL);
  EXPECT_EQ(result.provenance().arithmetic(), v1::ARITHMETIC_CERTIFIED);
  EXPECT_NEAR(result.x(1), 7, 0.01);
}

struct Case {
  std::string name;
  std::function<void(v1::FitRequest&)> spoil;
  std::string field;
  std::string says;
};

v1::Parameter& only_start(v1::FitRequest& request, int i, double start) {
  v1::Parameter& p = *request.mutable_parameters(i);
  p.clear_min();
  p.clear_max();
  p.set_start(start);
  return p;
}

std::vector<Case> bad_multi_starts() {
  const auto starts = [](int n) {
    return [n](v1::FitRequest& r) { r.mutable_multi_start()->set_starts(n); };
  };
  const auto spread = [](double s) {
    return [s](v1::FitRequest& r) { r.mutable_multi_start()->set_spread(s); };
  };
  return {
      {"no starts", starts(0), "multi_start.starts", "is 0; must be from 1 to 10000"},
      {"fewer than none", starts(-1), "multi_start.starts", "is -1"},
      {"the fewest there are", starts(std::numeric_limits<int>::min()), "multi_start.starts",
       "is -2147483648"},
      {"too many", starts(10'001), "multi_start.starts", "is 10001"},
      {"the most there are", starts(std::numeric_limits<int>::max()), "multi_start.starts",
       "is 2147483647"},
      {"spread 1", spread(1), "multi_start.spread", "is 1; must be > 1"},
      {"spread 0", spread(0), "multi_start.spread", "is 0"},
      {"spread below 0", spread(-10), "multi_start.spread", "is -10"},
      {"spread too large", spread(1.1e6), "multi_start.spread", "at most 1e6"},
      {"spread infinite", spread(kInf), "multi_start.spread", "is Infinity"},
      {"spread NaN", spread(kNan), "multi_start.spread", "is NaN"},
      {"a start of 0 without bounds", [](v1::FitRequest& r) { only_start(r, 2, 0); },
       "parameters[2].start", "is 0, from which multi_start can draw no other starts"},
      {"a start of -0 without bounds", [](v1::FitRequest& r) { only_start(r, 2, -0.0); },
       "parameters[2].start", "it needs min and max"},
      {"a start of 0 with min alone", [](v1::FitRequest& r) { only_start(r, 2, 0).set_min(-4); },
       "parameters[2].start", "it needs min and max"},
      {"a start of 0 with max alone", [](v1::FitRequest& r) { only_start(r, 2, 0).set_max(4); },
       "parameters[2].start", "it needs min and max"},
      {"a start at a min of 0", [](v1::FitRequest& r) { only_start(r, 0, 0).set_min(0); },
       "parameters[0].start", "is 0"},
      {"the smallest start", [](v1::FitRequest& r) { only_start(r, 1, 5e-324); },
       "parameters[1].start", "can draw no other starts"},
      {"natural bounds that there are not",
       [](v1::FitRequest& r) {
         only_start(r, 2, 0);
         r.set_natural_bounds(true);
       },
       "parameters[2].start", "it needs min and max"},
      {"memory for every thread",
       [](v1::FitRequest& r) {
         r.mutable_options()->set_arithmetic(v1::ARITHMETIC_REFERENCE);
         *r.mutable_y() = array_of(std::vector<double>(1'000'000, 1), Payload::kF32);
         (*r.mutable_predictors())["x"] =
             array_of(std::vector<double>(1'000'000, 1), Payload::kF32);
       },
       "y", "bytes of working memory"},
  };
}

std::vector<Case> bad_certified() {
  const auto certified = [](auto set) {
    return [set](v1::FitRequest& r) {
      r.mutable_options()->set_arithmetic(v1::ARITHMETIC_CERTIFIED);
      set(*r.mutable_options());
    };
  };
  const std::string own = "ARITHMETIC_CERTIFIED has tolerances of its own";
  return {
      {"ftol", certified([](v1::FitOptions& o) { o.set_ftol(1e-12); }), "options.ftol", own},
      {"xtol", certified([](v1::FitOptions& o) { o.set_xtol(0); }), "options.xtol", own},
      {"gtol", certified([](v1::FitOptions& o) { o.set_gtol(0); }), "options.gtol", own},
      {"a tolerance that is wrong, too", certified([](v1::FitOptions& o) { o.set_ftol(kNan); }),
       "options.ftol", "finite and >= 0"},
      {"differences",
       certified([](v1::FitOptions& o) { o.set_jacobian(v1::JACOBIAN_FORWARD_DIFFERENCE); }),
       "options.jacobian", "needs exact derivatives"},
      {"factor 0", certified([](v1::FitOptions& o) { o.set_factor(0); }), "options.factor", "> 0"},
      {"maxfev below 0", certified([](v1::FitOptions& o) { o.set_maxfev(-1); }), "options.maxfev",
       "is -1"},
      {"no arithmetic",
       [](v1::FitRequest& r) {
         r.mutable_options()->set_arithmetic(static_cast<v1::Arithmetic>(4));
       },
       "options.arithmetic", "is 4, not an Arithmetic"},
  };
}

void expect_refused(TestServer& server, const Case& c) {
  SCOPED_TRACE(c.name);
  v1::FitRequest request = sine_request();
  c.spoil(request);
  const FitReply reply = server.fit(request);
  EXPECT_EQ(reply.end.code, absl::StatusCode::kInvalidArgument) << reply.end.message;
  std::vector<std::string> said;
  for (const auto& violation : reply.end.violations) {
    if (violation.field() == c.field) said.push_back(violation.description());
  }
  EXPECT_THAT(said, Contains(HasSubstr(c.says))) << reply.end.message;
}

TEST(MultiStartWireTest, WhatIsWrongIsNamedAndTheServerLivesOn) {
  Options options = test_options();
  options.working_memory = 100'000'000;  // of which a fit of the last case takes 56 MB
  TestServer server(options);
  int cases = 0;
  for (const std::vector<Case>& list : {bad_multi_starts(), bad_certified()}) {
    for (const Case& c : list) {
      expect_refused(server, c);
      ++cases;
    }
  }
  EXPECT_GE(cases, 20);
  EXPECT_LE(server.fit(sine_request()).result().ier(), 4);
}

TEST(MultiStartWireTest, HeldParametersNeedNoRange) {
  TestServer server;
  v1::FitRequest request = sine_request();
  only_start(request, 2, 0).set_fixed(true);
  EXPECT_LE(server.fit(request).result().ier(), 4);
}

}  // namespace
}  // namespace fitd::server
