// Global fits that are wrong, each with the field that the answer must name and what it must say.
// After all of them the server answers a right request.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "tests/server/support/global_requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

struct Case {
  std::string name;
  std::function<void(v1::FitRequest&)> spoil;
  std::string field;
  std::string says;
  absl::StatusCode code = kInvalid;
};

v1::DataSet& set(v1::FitRequest& request, int k) { return *request.mutable_data_sets(k); }

void tie(v1::FitRequest& request, const std::string& name, const std::string& expression) {
  v1::Parameter& parameter = *request.add_parameters();
  parameter.set_name(name);
  parameter.set_expression(expression);
}

std::vector<Case> set_cases() {
  return {
      {"an empty data set", [](v1::FitRequest& r) { set(r, 1).Clear(); }, "data_sets[1].y",
       "no payload"},
      {"a set of no points",
       [](v1::FitRequest& r) { *set(r, 1).mutable_y() = array_of({}, Payload::kF64); },
       "data_sets[1].y", "is empty"},
      {"NaN in a set's y",
       [](v1::FitRequest& r) { set(r, 2).mutable_y()->mutable_values()->set_values(3, kNan); },
       "data_sets[2].y.values[3]", "is NaN"},
      {"a set without a predictor", [](v1::FitRequest& r) { set(r, 0).clear_predictors(); },
       "data_sets[0].predictors[\"x\"]", "is missing"},
      {"a set's predictor too short",
       [](v1::FitRequest& r) { (*set(r, 0).mutable_predictors())["x"] = array_of(grid(0, 1, 39)); },
       "data_sets[0].predictors[\"x\"]", "has 39 values, but y has 40"},
      {"a predictor that the model has not",
       [](v1::FitRequest& r) { (*set(r, 0).mutable_predictors())["z"] = array_of(grid(0, 1, 40)); },
       "data_sets[0].predictors[\"z\"]", "not a predictor of gaussian"},
      {"a sigma of another length",
       [](v1::FitRequest& r) { *set(r, 0).mutable_sigma() = array_of(grid(1, 2, 3)); },
       "data_sets[0].sigma", "has 3 values, but y has 40"},
      {"a sigma of 0",
       [](v1::FitRequest& r) { *set(r, 0).mutable_sigma() = array_of(grid(0, 2, 40)); },
       "data_sets[0].sigma.values[0]", "finite and > 0"},
      {"sigma for one set alone",
       [](v1::FitRequest& r) { *set(r, 0).mutable_sigma() = array_of(grid(1, 2, 40)); },
       "data_sets[2].sigma", "give all of them or none"},
      {"absolute_sigma without sigma", [](v1::FitRequest& r) { r.set_absolute_sigma(true); },
       "absolute_sigma", "there is no sigma"},
      {"y beside data_sets", [](v1::FitRequest& r) { *r.mutable_y() = array_of(grid(0, 1, 9)); },
       "y", "stands beside data_sets"},
      {"sigma beside data_sets",
       [](v1::FitRequest& r) { *r.mutable_sigma() = array_of(grid(1, 2, 9)); }, "sigma",
       "stands beside data_sets"},
      {"predictors beside data_sets",
       [](v1::FitRequest& r) { (*r.mutable_predictors())["x"] = array_of(grid(0, 1, 9)); },
       "predictors", "stand beside data_sets"},
      {"many starts", [](v1::FitRequest& r) { r.mutable_multi_start(); }, "multi_start",
       "from one start"},
      {"certified arithmetic",
       [](v1::FitRequest& r) { r.mutable_options()->set_arithmetic(v1::ARITHMETIC_CERTIFIED); },
       "options.arithmetic", "a global fit does not have"},
  };
}

// Of the sets' names and models, and of what stands beside data sets.
std::vector<Case> name_cases() {
  return {
      {"a loss", [](v1::FitRequest& r) { r.mutable_loss(); }, "loss", "one data set"},
      {"a mask", [](v1::FitRequest& r) { r.add_mask(true); }, "mask", "one data set"},
      {"omitted points", [](v1::FitRequest& r) { r.set_nan_policy(v1::NAN_POLICY_OMIT); },
       "nan_policy", "one data set"},
      {"a covariance of y", [](v1::FitRequest& r) { r.mutable_y_covariance(); }, "y_covariance",
       "one data set"},
      {"intervals", [](v1::FitRequest& r) { r.mutable_uncertainty()->set_intervals(true); },
       "uncertainty", "one data set"},
      {"two sets of one name",
       [](v1::FitRequest& r) {
         set(r, 0).set_name("a");
         set(r, 2).set_name("a");
       },
       "data_sets[2].name", "as that of an earlier set"},
      {"a name that is another's place", [](v1::FitRequest& r) { set(r, 0).set_name("2"); },
       "data_sets[1].name", "as that of an earlier set"},
      {"a name with a blank", [](v1::FitRequest& r) { set(r, 0).set_name("a b"); },
       "data_sets[0].name", "must be 1 to 32 letters, digits and _"},
      {"a name too long", [](v1::FitRequest& r) { set(r, 0).set_name(std::string(33, 'a')); },
       "data_sets[0].name", "must be 1 to 32"},
      {"no model at all", [](v1::FitRequest& r) { r.clear_model(); }, "model", "is empty"},
      {"an unknown model of a set", [](v1::FitRequest& r) { set(r, 1).set_model("gausian"); }, "",
       "data_sets[1].model: there is no model \"gausian\"; did you mean gaussian",
       absl::StatusCode::kNotFound},
      {"a set's expression in error", [](v1::FitRequest& r) { set(r, 1).set_model("a*exp(-x"); },
       "data_sets[1].model", "is no expression: column 9"},
  };
}

std::vector<Case> sharing_cases() {
  return {
      {"shared in no model", [](v1::FitRequest& r) { r.add_shared("width"); }, "shared[1]",
       "is \"width\", a parameter of none of the models"},
      {"shared twice", [](v1::FitRequest& r) { r.add_shared("sigma"); }, "shared[1]",
       "is \"sigma\" a second time"},
      {"shared by the name of a set's own", [](v1::FitRequest& r) { r.add_shared("center_1"); },
       "shared[1]", "a parameter of none of the models"},
      {"one name of two parameters",
       [](v1::FitRequest& r) {
         set(r, 0).set_model("a*x + a_2");
         set(r, 1).set_model("a*x + b");
         set(r, 0).set_name("2_2");
         set(r, 1).set_name("2");
         r.add_shared("a_2");
       },
       "data_sets[1].name", "\"a_2\" is the name of two parameters"},
      {"an unknown parameter", [](v1::FitRequest& r) { r.add_parameters()->set_name("sigma_1"); },
       "parameters[0].name",
       "not a parameter of the global fit; it has amplitude_1, center_1, sigma, amplitude_2"},
      {"a plain name twice",
       [](v1::FitRequest& r) {
         r.add_parameters()->set_name("center");
         r.add_parameters()->set_name("center");
       },
       "parameters[1].name", "\"center\" a second time"},
      {"a start of every set that is no number",
       [](v1::FitRequest& r) {
         r.add_parameters()->set_name("center");
         r.mutable_parameters(0)->set_start(kNan);
       },
       "parameters[0].start", "is NaN"},
      {"bounds of every set in the wrong order",
       [](v1::FitRequest& r) {
         r.add_parameters()->set_name("sigma");
         r.add_parameters()->set_name("center");
         r.mutable_parameters(1)->set_min(2);
         r.mutable_parameters(1)->set_max(1);
       },
       "parameters[1].max", "must be above min"},
  };
}

// Of ties, and of what is left to fit.
std::vector<Case> tie_cases() {
  return {
      {"a tie of an unknown name", [](v1::FitRequest& r) { tie(r, "center_2", "center_9 + 1"); },
       "parameters[0].expression", "column 1: the fit has no parameter 'center_9'"},
      {"a cycle across sets",
       [](v1::FitRequest& r) {
         tie(r, "center_2", "center_1");
         tie(r, "center_1", "center_2");
       },
       "parameters[1].expression", "center_1 -> center_2 -> center_1"},
      {"a shared parameter tied to a plain name",
       [](v1::FitRequest& r) { tie(r, "sigma", "center"); }, "parameters[0].expression",
       "has no parameter 'center'"},
      {"a bound beside a tie",
       [](v1::FitRequest& r) {
         tie(r, "center", "3*sigma");
         r.mutable_parameters(0)->set_min(0);
       },
       "parameters[0].min", "bound the parameters that the expression is made of"},
      {"all parameters tied or fixed",
       [](v1::FitRequest& r) {
         tie(r, "center", "3*sigma");
         tie(r, "amplitude", "sigma");
         r.add_parameters()->set_name("sigma");
         r.mutable_parameters(2)->set_start(1);
         r.mutable_parameters(2)->set_fixed(true);
       },
       "parameters", "nothing to fit"},
      {"a set with nothing to fit",
       [](v1::FitRequest& r) {
         r.clear_shared();
         for (const char* name : {"amplitude_2", "center_2", "sigma_2"}) {
           v1::Parameter& held = *r.add_parameters();
           held.set_name(name);
           held.set_start(1);
           held.set_fixed(true);
         }
       },
       "data_sets[1]", "has no free parameter"},
      {"fewer points than parameters",
       [](v1::FitRequest& r) {
         for (auto& one : *r.mutable_data_sets()) {
           *one.mutable_y() = array_of(grid(1, 2, 2));
           (*one.mutable_predictors())["x"] = array_of(grid(1, 2, 2));
         }
       },
       "data_sets", "have 6 points together, fewer than the 7 free parameters"},
      {"diag of the wrong length", [](v1::FitRequest& r) { r.mutable_options()->add_diag(1); },
       "options.diag", "7 parameters are free"},
      {"no start where there is no estimate",
       [](v1::FitRequest& r) { set(r, 0).set_model("a*x + b"); }, "parameters",
       "give no start for \"a_1\""},
  };
}

std::vector<Case> limit_cases() {
  return {
      {"too many sets",
       [](v1::FitRequest& r) {
         for (int k = 0; k < 1000; ++k) r.add_data_sets();
       },
       "data_sets", "has 1003 entries; at most 1000"},
      {"too many parameters together",
       [](v1::FitRequest& r) {
         std::string sum = "p0";
         for (int j = 1; j < 90; ++j) sum += "+p" + std::to_string(j);
         for (int k = 0; k < 150; ++k) *r.add_data_sets() = r.data_sets(0);
         for (auto& one : *r.mutable_data_sets()) one.set_model(sum);
       },
       "data_sets", "more than 10000 parameters together"},
      {"too many free parameters",
       [](v1::FitRequest& r) {
         for (int k = 0; k < 500; ++k) *r.add_data_sets() = r.data_sets(0);
       },
       "parameters", "has 1007 free ones; at most 1000"},
      {"expressions too long together",
       [](v1::FitRequest& r) {
         for (int k = 0; k < 9; ++k) {
           v1::DataSet& one = *r.add_data_sets();
           one = r.data_sets(0);
           one.set_model("a*x + " + std::string(4000, ' ') + std::to_string(k));
         }
       },
       "data_sets[11].model", "more than 32768 bytes together"},
  };
}

v1::FitRequest request_of(const Case& wrong) {
  v1::FitRequest request = global_request();
  wrong.spoil(request);
  return request;
}

TEST(BadGlobalFits, AreRefusedByFieldAndReason) {
  TestServer server;
  std::vector<Case> cases = set_cases();
  for (const auto& more : {name_cases(), sharing_cases(), tie_cases(), limit_cases()}) {
    cases.insert(cases.end(), more.begin(), more.end());
  }
  EXPECT_GE(cases.size(), 40u);
  for (const Case& wrong : cases) {
    const CallEnd end = server.fit(request_of(wrong)).end;
    EXPECT_EQ(end.code, wrong.code) << wrong.name;
    std::string said = end.message + "\n";
    bool found = wrong.field.empty() && end.message.find(wrong.says) != std::string::npos;
    for (const auto& violation : end.violations) {
      said += violation.field() + " " + violation.description() + "\n";
      found = found || (violation.field() == wrong.field &&
                        violation.description().find(wrong.says) != std::string::npos);
    }
    EXPECT_TRUE(found) << wrong.name << ": " << said;
  }
  EXPECT_EQ(server.fit(global_request()).end.code, absl::StatusCode::kOk);
}

TEST(BadGlobalFits, SharedNeedsDataSets) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  request.add_shared("decay");
  const CallEnd end = server.fit(request).end;
  ASSERT_EQ(end.violations.size(), 1u);
  EXPECT_EQ(end.violations[0].field(), "shared");
}

}  // namespace
}  // namespace fitd::server
