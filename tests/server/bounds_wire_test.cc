// Bounds and scales of parameters, over the wire.

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

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

v1::Parameter& parameter(v1::FitRequest& request, const std::string& name) {
  for (v1::Parameter& p : *request.mutable_parameters()) {
    if (p.name() == name) return p;
  }
  v1::Parameter& p = *request.add_parameters();
  p.set_name(name);
  return p;
}

int index_of(v1::FitRequest& request, const std::string& name) {
  for (int i = 0; i < request.parameters_size(); ++i) {
    if (request.parameters(i).name() == name) return i;
  }
  return -1;
}

const v1::FittedParameter& fitted(const v1::FitResult& result, const std::string& name) {
  for (const v1::FittedParameter& p : result.parameters()) {
    if (p.name() == name) return p;
  }
  return result.parameters(0);
}

class BoundsWireTest : public testing::TestWithParam<v1::Arithmetic> {
 protected:
  v1::FitRequest request() const {
    v1::FitRequest request = exponential_request();
    request.mutable_options()->set_arithmetic(GetParam());
    // Far enough down that two ways to the same minimum agree to 1e-6.
    request.mutable_options()->set_ftol(1e-14);
    request.mutable_options()->set_xtol(1e-14);
    return request;
  }
  TestServer server_;
};

INSTANTIATE_TEST_SUITE_P(Both, BoundsWireTest,
                         testing::Values(v1::ARITHMETIC_FAST, v1::ARITHMETIC_REFERENCE));

TEST_P(BoundsWireTest, AParameterAtItsBoundIsTreatedAsFixedThere) {
  v1::FitRequest bounded = request();
  parameter(bounded, "amplitude").set_start(2);
  parameter(bounded, "amplitude").set_max(2.5);
  const v1::FitResult result = server_.fit(bounded).result();
  const v1::FittedParameter& amplitude = fitted(result, "amplitude");
  EXPECT_LE(result.ier(), 4);
  EXPECT_EQ(amplitude.value(), 2.5);
  EXPECT_EQ(amplitude.at_bound(), v1::BOUND_MAX);
  EXPECT_FALSE(amplitude.has_standard_error());
  EXPECT_FALSE(amplitude.fixed());
  EXPECT_EQ(amplitude.max(), 2.5);
  EXPECT_FALSE(amplitude.has_min());
  EXPECT_EQ(result.x_size(), 2);

  v1::FitRequest fixed = request();
  parameter(fixed, "amplitude").set_start(2.5);
  parameter(fixed, "amplitude").set_fixed(true);
  const v1::FitResult held = server_.fit(fixed).result();
  const v1::FittedParameter& decay = fitted(result, "decay");
  EXPECT_NEAR(decay.value(), fitted(held, "decay").value(), 1e-6 * decay.value());
  EXPECT_NEAR(decay.standard_error(), fitted(held, "decay").standard_error(),
              1e-6 * decay.standard_error());
  EXPECT_EQ(decay.at_bound(), v1::BOUND_UNSPECIFIED);
  EXPECT_EQ(result.statistics().degrees_of_freedom(), held.statistics().degrees_of_freedom());
  EXPECT_NEAR(result.statistics().aic(), held.statistics().aic(), 1e-9);
}

TEST_P(BoundsWireTest, IdleBoundsChangeNoBit) {
  v1::FitRequest idle = request();
  parameter(idle, "amplitude").set_min(-100);
  parameter(idle, "decay").set_max(1e6);
  const v1::FitResult free = server_.fit(request()).result();
  const v1::FitResult result = server_.fit(idle).result();
  for (int j = 0; j < 2; ++j) {
    EXPECT_EQ(result.x(j), free.x(j));
    EXPECT_EQ(result.parameters(j).standard_error(), free.parameters(j).standard_error());
  }
  EXPECT_EQ(result.infodict().nfev(), free.infodict().nfev());
  EXPECT_EQ(result.termination(), free.termination());
}

TEST_P(BoundsWireTest, AnEstimateOutsideIsMovedToTheBound) {
  v1::FitRequest bounded = request();
  bounded.clear_parameters();
  parameter(bounded, "amplitude").set_min(50);
  const v1::FitResult result = server_.fit(bounded).result();
  EXPECT_EQ(fitted(result, "amplitude").start(), 50);
  EXPECT_EQ(fitted(result, "amplitude").at_bound(), v1::BOUND_MIN);
}

TEST_P(BoundsWireTest, NaturalBoundsHoldWhenAsked) {
  v1::FitRequest bounded = gaussian_request(40);
  bounded.mutable_options()->set_arithmetic(GetParam());
  EXPECT_FALSE(fitted(server_.fit(bounded).result(), "sigma").has_min());
  bounded.set_natural_bounds(true);
  const v1::FitResult result = server_.fit(bounded).result();
  EXPECT_TRUE(fitted(result, "sigma").has_min());
  EXPECT_EQ(fitted(result, "sigma").min(), 0);
  EXPECT_FALSE(fitted(result, "center").has_min());
  parameter(bounded, "sigma").set_min(0.125);
  EXPECT_EQ(fitted(server_.fit(bounded).result(), "sigma").min(), 0.125);
}

TEST_P(BoundsWireTest, ScalesAreTheDiagonal) {
  v1::FitRequest by_diag = request();
  by_diag.mutable_options()->add_diag(3);
  by_diag.mutable_options()->add_diag(0.25);
  v1::FitRequest by_scale = request();
  parameter(by_scale, "amplitude").set_scale(3);
  parameter(by_scale, "decay").set_scale(0.25);
  const v1::FitResult a = server_.fit(by_diag).result();
  const v1::FitResult b = server_.fit(by_scale).result();
  EXPECT_EQ(a.x(0), b.x(0));
  EXPECT_EQ(a.x(1), b.x(1));
  EXPECT_EQ(a.infodict().nfev(), b.infodict().nfev());
}

TEST(BoundsWire, ForwardDifferencesStayInside) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  request.mutable_options()->set_jacobian(v1::JACOBIAN_FORWARD_DIFFERENCE);
  parameter(request, "amplitude").set_start(2.5);
  parameter(request, "amplitude").set_max(2.5);
  const v1::FitResult result = server.fit(request).result();
  EXPECT_LE(result.ier(), 4);
  EXPECT_EQ(fitted(result, "amplitude").at_bound(), v1::BOUND_MAX);
}

struct Case {
  std::string name;
  std::string parameter;  // named in the violation; "": the list of parameters
  std::string field;
  std::string says;
  std::function<void(v1::FitRequest&)> spoil;
};

// A bound or scale of `amplitude`, whose start is 1, that is wrong.
Case amplitude(std::string name, std::string field, std::string says,
               const std::function<void(v1::Parameter&)>& spoil) {
  return {std::move(name), "amplitude", std::move(field), std::move(says),
          [spoil](v1::FitRequest& request) {
            parameter(request, "amplitude").set_start(1);
            spoil(parameter(request, "amplitude"));
          }};
}

// The same of a gaussian's sigma, which is naturally not negative, with the natural bounds on.
Case sigma(std::string name, std::string field, std::string says,
           const std::function<void(v1::Parameter&)>& spoil) {
  return {std::move(name), "sigma", std::move(field), std::move(says),
          [spoil](v1::FitRequest& request) {
            request = gaussian_request(20);
            request.set_natural_bounds(true);
            spoil(parameter(request, "sigma"));
          }};
}

std::vector<Case> bound_cases() {
  using P = v1::Parameter;
  return {
      amplitude("min NaN", "min", "is NaN; must be finite", [](P& p) { p.set_min(kNan); }),
      amplitude("min inf", "min", "is Infinity; must be finite", [](P& p) { p.set_min(kInf); }),
      amplitude("min -inf", "min", "is -Infinity; must be finite; no bound is given by leaving",
                [](P& p) { p.set_min(-kInf); }),
      amplitude("max NaN", "max", "is NaN; must be finite", [](P& p) { p.set_max(kNan); }),
      amplitude("max inf", "max", "is Infinity; must be finite", [](P& p) { p.set_max(kInf); }),
      amplitude("max -inf", "max", "is -Infinity; must be finite", [](P& p) { p.set_max(-kInf); }),
      amplitude("equal", "max", "is 1, equal to min; to hold a parameter set `fixed`",
                [](P& p) {
                  p.set_min(1);
                  p.set_max(1);
                }),
      amplitude("zeros", "max", "equal to min",
                [](P& p) {
                  p.set_min(0.0);
                  p.set_max(-0.0);
                }),
      amplitude("crossed", "max", "is 0; must be above min, 2",
                [](P& p) {
                  p.set_min(2);
                  p.set_max(0);
                }),
      amplitude("start below", "start", "is 1, below min, 2", [](P& p) { p.set_min(2); }),
      amplitude("start just below", "start", "is 1, below min, 1.0000000000000002",
                [](P& p) { p.set_min(std::nextafter(1.0, 2.0)); }),
      amplitude("start above", "start", "is 1, above max, 0.5", [](P& p) { p.set_max(0.5); }),
      amplitude("fixed outside", "start", "is 1, above max, -3",
                [](P& p) {
                  p.set_fixed(true);
                  p.set_max(-3);
                }),
      amplitude("start below both", "start", "is 1, below min, 2",
                [](P& p) {
                  p.set_min(2);
                  p.set_max(3);
                }),
      amplitude("start huge", "start", "is 1e+300, above max, 5",
                [](P& p) {
                  p.set_start(1e300);
                  p.set_max(5);
                }),
      amplitude("NaN both", "min", "is NaN",
                [](P& p) {
                  p.set_min(kNan);
                  p.set_max(kNan);
                }),
      sigma("below the natural min", "start", "is -1, below min, 0, the model's own bound",
            [](P& p) { p.set_start(-1); }),
      sigma("max below the natural min", "max", "is -2; must be above min, 0, the model's own",
            [](P& p) { p.set_max(-2); }),
      sigma("max at the natural min", "max", "is 0; must be above min, 0, the model's own bound",
            [](P& p) { p.set_max(0); }),
      {"unknown parameter", "width", "name", "not a parameter of exponential",
       [](v1::FitRequest& request) { parameter(request, "width").set_min(0); }},
  };
}

std::vector<Case> scale_cases() {
  std::vector<Case> cases;
  for (const auto& [value, shown] :
       std::vector<std::pair<double, std::string>>{{0.0, "0"},
                                                   {-0.0, "-0"},
                                                   {-1, "-1"},
                                                   {kNan, "NaN"},
                                                   {kInf, "Infinity"},
                                                   {-kInf, "-Infinity"}}) {
    cases.push_back({"scale " + shown, "decay", "scale", "is " + shown + "; must be finite and > 0",
                     [v = value](v1::FitRequest& request) {
                       parameter(request, "amplitude").set_scale(1);
                       parameter(request, "decay").set_scale(v);
                     }});
  }
  cases.push_back({"scale beside diag", "amplitude", "scale", "is set beside options.diag",
                   [](v1::FitRequest& request) {
                     parameter(request, "amplitude").set_scale(1);
                     parameter(request, "decay").set_scale(1);
                     request.mutable_options()->add_diag(1);
                     request.mutable_options()->add_diag(1);
                   }});
  cases.push_back({"one scale missing", "", "", "give no scale for \"decay\"",
                   [](v1::FitRequest& request) { parameter(request, "amplitude").set_scale(1); }});
  cases.push_back({"scale of a fixed one alone", "", "", "give no scale for \"decay\"",
                   [](v1::FitRequest& request) {
                     parameter(request, "amplitude").set_fixed(true);
                     parameter(request, "amplitude").set_scale(1);
                   }});
  cases.push_back({"scale missing for one not named", "", "", "give no scale for \"amplitude\"",
                   [](v1::FitRequest& request) {
                     request.clear_parameters();
                     parameter(request, "decay").set_scale(1);
                   }});
  return cases;
}

TEST(BoundsWire, BadBoundsAreRefusedByNameAndValue) {
  TestServer server;
  std::vector<Case> cases = bound_cases();
  for (Case& c : scale_cases()) cases.push_back(std::move(c));
  EXPECT_GE(cases.size(), 30U);
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    v1::FitRequest request = exponential_request();
    c.spoil(request);
    const FitReply reply = server.fit(request);
    EXPECT_EQ(reply.end.code, absl::StatusCode::kInvalidArgument);
    ASSERT_FALSE(reply.end.violations.empty());
    std::string field = "parameters";
    if (!c.parameter.empty()) {
      field += "[" + std::to_string(index_of(request, c.parameter)) + "]." + c.field;
    }
    EXPECT_EQ(reply.end.violations[0].field(), field);
    EXPECT_THAT(reply.end.violations[0].description(), HasSubstr(c.says));
  }
  EXPECT_LE(server.fit(exponential_request()).result().ier(), 4);
}

}  // namespace
}  // namespace fitd::server
