// Ties that are wrong, each with the field that the answer must name and what it must say. After
// all of them the server answers a right request.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/server/support/batches.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_batch.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

struct Case {
  std::string name;
  std::function<void(v1::Parameter&, v1::FitRequest&)> spoil;  // of the second parameter, decay
  std::string field;
  std::string says;
};

Case expression(const std::string& text, const std::string& says) {
  return {"decay = " + text.substr(0, 40),
          [text](v1::Parameter& decay, v1::FitRequest&) { decay.set_expression(text); },
          "parameters[1].expression", says};
}

Case beside(const std::string& field, void (*set)(v1::Parameter&), const std::string& says) {
  return {field + " beside an expression",
          [set](v1::Parameter& decay, v1::FitRequest&) {
            decay.set_expression("2*amplitude");
            set(decay);
          },
          "parameters[1]." + field, says};
}

std::vector<Case> single_cases() {
  return {
      expression("2*", "is no expression: column 3: expected an operand"),
      expression("2*amplitud",
                 "column 3: the fit has no parameter 'amplitud'; did you mean amplitude?"),
      expression("tau", "the fit has no parameter 'tau'"),
      expression("amplitude*x", "column 11: 'x' is data"),
      expression("decay", "ties 'decay' to itself"),
      expression("sqrt(decay)", "ties 'decay' to itself"),
      expression("exponential()", "column 1: the call takes data"),
      expression("exq(amplitude)", "there is no function 'exq'"),
      expression("amplitude amplitude", "column 11: expected an operator"),
      expression("amplitude = 3", "column 11"),
      expression("\"text\"", "column 1"),
      expression(std::string(3, '\0') + "1", "column 1"),
      expression(std::string(8193, '1'), "8192 bytes"),
      expression(std::string(200, '(') + "1" + std::string(200, ')'), "nests deeper"),
      expression("1\n+ *", "line 2, column 3"),
      beside(
          "start", [](v1::Parameter& p) { p.set_start(1); }, "gives its start"),
      beside(
          "fixed", [](v1::Parameter& p) { p.set_fixed(true); }, "the one or the other"),
      beside(
          "fixed", [](v1::Parameter& p) { p.set_fixed(false); }, "the one or the other"),
      beside(
          "min", [](v1::Parameter& p) { p.set_min(0); }, "bound the parameters that"),
      beside(
          "max", [](v1::Parameter& p) { p.set_max(9); }, "bound the parameters that"),
      beside(
          "scale", [](v1::Parameter& p) { p.set_scale(1); }, "no step is made in it"),
  };
}

std::vector<Case> joint_cases() {
  return {
      {"a cycle",
       [](v1::Parameter& decay, v1::FitRequest& r) {
         r.mutable_parameters(0)->Clear();
         r.mutable_parameters(0)->set_name("amplitude");
         r.mutable_parameters(0)->set_expression("decay/2");
         decay.set_expression("2*amplitude");
       },
       "parameters[0].expression", "is one of a cycle of ties: amplitude -> decay -> amplitude"},
      {"all parameters tied",
       [](v1::Parameter& decay, v1::FitRequest& r) {
         r.mutable_parameters(0)->clear_start();
         r.mutable_parameters(0)->set_expression("3");
         decay.set_expression("2*amplitude");
       },
       "parameters", "are all fixed or tied; there is nothing to fit"},
      {"the other parameter fixed",
       [](v1::Parameter& decay, v1::FitRequest& r) {
         r.mutable_parameters(0)->set_fixed(true);
         decay.set_expression("2*amplitude");
       },
       "parameters", "nothing to fit"},
      {"a tie of an unknown parameter",
       [](v1::Parameter& decay, v1::FitRequest&) {
         decay.set_name("tau");
         decay.set_expression("2*amplitude");
       },
       "parameters[1].name", "not a parameter of exponential"},
      {"a parameter tied twice",
       [](v1::Parameter& decay, v1::FitRequest& r) {
         decay.set_expression("2*amplitude");
         auto& again = *r.add_parameters();
         again.set_name("decay");
         again.set_expression("3*amplitude");
       },
       "parameters[2].name", "a second time"},
      {"a scale factor for the tied parameter too",
       [](v1::Parameter& decay, v1::FitRequest& r) {
         decay.set_expression("2*amplitude");
         r.mutable_options()->add_diag(1);
         r.mutable_options()->add_diag(1);
       },
       "options.diag", "has 2 values, but 1 parameters are free"},
      {"the free parameter without a start in a model without estimates",
       [](v1::Parameter& decay, v1::FitRequest& r) {
         r.set_model("amplitude*exp(-x/decay)");
         r.mutable_parameters(0)->clear_start();
         decay.set_expression("2*amplitude");
       },
       "parameters", "give no start for \"amplitude\""},
  };
}

std::vector<Case> cases() {
  std::vector<Case> all = single_cases();
  const std::vector<Case> joint = joint_cases();
  all.insert(all.end(), joint.begin(), joint.end());
  return all;
}

v1::FitRequest spoilt(const Case& wrong) {
  v1::FitRequest request = exponential_request();
  request.mutable_parameters(1)->Clear();
  request.mutable_parameters(1)->set_name("decay");
  // By index: a case may add parameters.
  v1::Parameter decay = request.parameters(1);
  wrong.spoil(decay, request);
  *request.mutable_parameters(1) = decay;
  return request;
}

TEST(BadTies, AreRefusedByNameAndPlace) {
  TestServer server;
  for (const Case& wrong : cases()) {
    const CallEnd end = server.fit(spoilt(wrong)).end;
    EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument) << wrong.name;
    std::string said;
    bool found = false;
    for (const auto& violation : end.violations) {
      said += violation.field() + " " + violation.description() + "\n";
      found = found || (violation.field() == wrong.field &&
                        violation.description().find(wrong.says) != std::string::npos);
    }
    EXPECT_TRUE(found) << wrong.name << ": " << said;
  }
  EXPECT_EQ(server.fit(exponential_request()).end.code, absl::StatusCode::kOk);
}

TEST(BadTies, OfABatchAreRefusedTheSameWay) {
  TestServer server;
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"2*", "is no expression"}, {"sigma", "to itself"}, {"width", "has no parameter 'width'"}};
  for (const auto& [text, says] : wrong) {
    v1::FitBatchHeader header = gaussian_header(8);
    auto& tie = *header.add_parameters();
    tie.set_name("sigma");
    tie.set_expression(text);
    const BatchReply reply =
        run_batch(server, {to_request(header), to_request(chunk_of(gaussian_sets(2, 8)))});
    ASSERT_EQ(reply.end.violations.size(), 1u) << text << reply.end.message;
    EXPECT_EQ(reply.end.violations[0].field(), "header.parameters[0].expression");
    EXPECT_THAT(reply.end.violations[0].description(), HasSubstr(says));
  }
}

// A tie that has no value ends the fit, as a model without one does.
TEST(BadTies, ATieWithoutAValueIsNotFinite) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  request.mutable_parameters(1)->Clear();
  request.mutable_parameters(1)->set_name("decay");
  request.mutable_parameters(1)->set_expression("sqrt(-amplitude)");
  const v1::FitResult result = server.fit(request).result();
  EXPECT_EQ(result.termination(), v1::TERMINATION_NON_FINITE);
}

}  // namespace
}  // namespace fitd::server
