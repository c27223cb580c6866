// Losses, masks and NaN policies that are wrong: each refused by name, and the server lives on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

struct Case {
  std::string name;
  std::function<void(v1::FitRequest&)> spoil;
  std::string field;
  std::string says;
};

constexpr v1::LossKind kRobust[] = {v1::LOSS_KIND_SOFT_L1, v1::LOSS_KIND_HUBER,
                                    v1::LOSS_KIND_CAUCHY, v1::LOSS_KIND_ARCTAN};

void set(v1::Array& array, int i, double value) { array.mutable_values()->set_values(i, value); }

v1::Array& x_of(v1::FitRequest& request) { return (*request.mutable_predictors())["x"]; }

void mask(v1::FitRequest& request, int count, bool value) {
  for (int i = 0; i < count; ++i) request.add_mask(value);
}

void add_loss_cases(std::vector<Case>& cases) {
  for (const v1::LossKind kind : kRobust) {
    for (const double scale : {0.0, -0.0, -1.0, kNan, kInf, -kInf}) {
      cases.push_back({v1::LossKind_Name(kind) + " of scale " + std::to_string(scale),
                       [kind, scale](v1::FitRequest& r) {
                         r.mutable_loss()->set_kind(kind);
                         r.mutable_loss()->set_scale(scale);
                       },
                       "loss.scale", "must be finite and > 0"});
    }
  }
  for (const v1::LossKind kind :
       {v1::LOSS_KIND_UNSPECIFIED, v1::LOSS_KIND_LINEAR, v1::LOSS_KIND_POISSON}) {
    cases.push_back({v1::LossKind_Name(kind) + " with a scale",
                     [kind](v1::FitRequest& r) {
                       r.clear_sigma();
                       r.mutable_loss()->set_kind(kind);
                       r.mutable_loss()->set_scale(1);
                     },
                     "loss.scale", "only robust losses have a scale"});
  }
  for (const int kind : {-1, 7, 99, std::numeric_limits<int>::max()}) {
    cases.push_back(
        {"loss " + std::to_string(kind),
         [kind](v1::FitRequest& r) { r.mutable_loss()->set_kind(static_cast<v1::LossKind>(kind)); },
         "loss.kind", "not a LossKind"});
  }
}

void add_certified_cases(std::vector<Case>& cases) {
  for (const v1::LossKind kind : kRobust) {
    cases.push_back({v1::LossKind_Name(kind) + ", certified",
                     [kind](v1::FitRequest& r) {
                       r.mutable_loss()->set_kind(kind);
                       r.mutable_options()->set_arithmetic(v1::ARITHMETIC_CERTIFIED);
                     },
                     "loss", "ARITHMETIC_CERTIFIED minimises sums of squares"});
  }
  cases.push_back({"a covariance of y, certified",
                   [](v1::FitRequest& r) {
                     *r.mutable_y_covariance() = r.y();
                     r.mutable_options()->set_arithmetic(v1::ARITHMETIC_CERTIFIED);
                   },
                   "y_covariance", "ARITHMETIC_CERTIFIED has independent points"});
}

void add_count_cases(std::vector<Case>& cases) {
  const auto poisson = [](v1::FitRequest& r) {
    r.clear_sigma();
    r.mutable_loss()->set_kind(v1::LOSS_KIND_POISSON);
  };
  cases.push_back({"counts with sigma",
                   [](v1::FitRequest& r) { r.mutable_loss()->set_kind(v1::LOSS_KIND_POISSON); },
                   "sigma", "beside LOSS_KIND_POISSON"});
  cases.push_back({"counts with absolute_sigma",
                   [poisson](v1::FitRequest& r) {
                     poisson(r);
                     r.set_absolute_sigma(true);
                   },
                   "absolute_sigma", "no sigma"});
  for (const double y : {-1.0, -1e-300, kNan, kInf}) {
    cases.push_back({"a count of " + std::to_string(y),
                     [poisson, y](v1::FitRequest& r) {
                       poisson(r);
                       set(*r.mutable_y(), 3, y);
                     },
                     "y.values[3]", "must be finite and >= 0, a count"});
  }
  cases.push_back({"a count below 0 that is not finite elsewhere",
                   [poisson](v1::FitRequest& r) {
                     poisson(r);
                     r.set_nan_policy(v1::NAN_POLICY_OMIT);
                     set(*r.mutable_y(), 2, kNan);
                     set(*r.mutable_y(), 4, -2);
                   },
                   "y.values[4]", "is -2"});
}

void add_mask_cases(std::vector<Case>& cases) {
  for (const int length : {1, 11, 13, 10'000}) {
    cases.push_back({"a mask of " + std::to_string(length),
                     [length](v1::FitRequest& r) { mask(r, length, true); }, "mask",
                     "but y has 12"});
  }
  cases.push_back({"no point counts", [](v1::FitRequest& r) { mask(r, 12, false); }, "y",
                   "of which 0 count, fewer than the 2"});
  cases.push_back({"one point counts",
                   [](v1::FitRequest& r) {
                     mask(r, 12, false);
                     r.set_mask(3, true);
                   },
                   "y", "of which 1 counts, fewer than the 2"});
  const std::pair<const char*, std::function<v1::Array&(v1::FitRequest&)>> arrays[] = {
      {"y", [](v1::FitRequest& r) -> v1::Array& { return *r.mutable_y(); }},
      {"sigma", [](v1::FitRequest& r) -> v1::Array& { return *r.mutable_sigma(); }},
      {"predictors[\"x\"]", x_of}};
  for (const auto& [field, array] : arrays) {
    cases.push_back({std::string("NaN in ") + field + " where the mask says it counts",
                     [array = array](v1::FitRequest& r) {
                       mask(r, 12, true);
                       r.set_mask(4, false);
                       set(array(r), 4, kNan);
                       set(array(r), 5, kNan);
                     },
                     std::string(field) + ".values[5]", "is NaN"});
    cases.push_back({std::string("NaN everywhere in ") + field + ", omitted",
                     [array = array](v1::FitRequest& r) {
                       r.set_nan_policy(v1::NAN_POLICY_OMIT);
                       for (int i = 0; i < 12; ++i) set(array(r), i, kNan);
                     },
                     "y", "of which 0 count"});
    cases.push_back({std::string("NaN in ") + field + ", refused",
                     [array = array](v1::FitRequest& r) {
                       r.set_nan_policy(v1::NAN_POLICY_REFUSE);
                       set(array(r), 0, kInf);
                     },
                     std::string(field) + ".values[0]", "is Infinity"});
  }
}

void add_policy_cases(std::vector<Case>& cases) {
  for (const int policy : {-1, 3, 99}) {
    cases.push_back(
        {"policy " + std::to_string(policy),
         [policy](v1::FitRequest& r) { r.set_nan_policy(static_cast<v1::NanPolicy>(policy)); },
         "nan_policy", "not a NanPolicy"});
  }
  for (const double sigma : {0.0, -1.0}) {
    cases.push_back({"sigma " + std::to_string(sigma) + ", omitting NaN",
                     [sigma](v1::FitRequest& r) {
                       r.set_nan_policy(v1::NAN_POLICY_OMIT);
                       set(*r.mutable_sigma(), 8, sigma);
                     },
                     "sigma.values[8]", "finite and > 0"});
  }
  cases.push_back({"x one short, omitting NaN",
                   [](v1::FitRequest& r) {
                     r.set_nan_policy(v1::NAN_POLICY_OMIT);
                     x_of(r).mutable_values()->mutable_values()->RemoveLast();
                   },
                   "predictors[\"x\"]", "has 11 values, but y has 12"});
  cases.push_back({"no x, omitting NaN",
                   [](v1::FitRequest& r) {
                     r.set_nan_policy(v1::NAN_POLICY_OMIT);
                     r.clear_predictors();
                   },
                   "predictors[\"x\"]", "is missing"});
  cases.push_back({"no y, with a mask",
                   [](v1::FitRequest& r) {
                     mask(r, 12, true);
                     r.clear_y();
                   },
                   "mask", "but y has 0"});
}

void check(const Case& c, const FitReply& reply) {
  EXPECT_EQ(reply.end.code, absl::StatusCode::kInvalidArgument) << reply.end.message;
  EXPECT_TRUE(reply.events.empty());
  std::string said;
  for (const auto& violation : reply.end.violations) {
    if (violation.field() == c.field) said += violation.description();
  }
  EXPECT_THAT(said, HasSubstr(c.says)) << reply.end.message;
}

TEST(BadPointsTest, EveryCaseIsRefusedByNameAndTheServerLivesOn) {
  std::vector<Case> cases;
  add_loss_cases(cases);
  add_count_cases(cases);
  add_certified_cases(cases);
  add_mask_cases(cases);
  add_policy_cases(cases);
  EXPECT_GE(cases.size(), 60u);
  TestServer server;
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    v1::FitRequest request = exponential_request();
    c.spoil(request);
    check(c, server.fit(request));
  }
  EXPECT_LE(server.fit(exponential_request()).result().ier(), 4);
}

// Wrong in several ways at once, all of them told.
TEST(BadPointsTest, AllViolationsAreTold) {
  v1::FitRequest request = exponential_request();
  request.mutable_loss()->set_kind(v1::LOSS_KIND_CAUCHY);
  request.mutable_loss()->set_scale(-1);
  request.add_mask(true);
  request.set_nan_policy(static_cast<v1::NanPolicy>(9));
  set(*request.mutable_y(), 1, kNan);
  TestServer server;
  std::vector<std::string> fields;
  for (const auto& violation : server.fit(request).end.violations) {
    fields.push_back(violation.field());
  }
  EXPECT_THAT(fields, testing::IsSupersetOf({"loss.scale", "mask", "nan_policy", "y.values[1]"}));
}

}  // namespace
}  // namespace fitd::server
