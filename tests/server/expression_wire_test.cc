// Expressions over the wire: fits, evaluations, guesses, and all that can be wrong with the text.
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
using ::testing::Not;

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

std::string repeated(const std::string& part, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

struct BadText {
  std::string text;
  std::string says;
};

// Wrong texts; each is refused with what it says.
std::vector<BadText> bad_texts() {
  std::vector<BadText> all = {
      {" ", "column 2: expected an operand, found the end"},
      {"a+", "column 3: expected an operand, found the end"},
      {"+", "column 2: expected an operand, found the end"},
      {"*a", "column 1: expected an operand, found '*'"},
      {"a**", "column 4: expected an operand, found the end"},
      {"a^*b", "column 3: expected an operand, found '*'"},
      {"a//b", "column 3: expected an operand, found '/'"},
      {"(", "column 2: expected an operand, found the end"},
      {")", "column 1: expected an operand, found ')'"},
      {"()", "column 2: expected an operand, found ')'"},
      {"(a", "column 3: expected an operator or ')', found the end"},
      {"a)", "column 2: expected an operator or the end, found ')'"},
      {"(a))", "column 4: expected an operator or the end, found ')'"},
      {"a b", "column 3: expected an operator, found the name 'b'"},
      {"2a", "column 2: expected an operator between the number 2 and 'a'"},
      {"2 a", "column 3: expected an operator, found the name 'a'"},
      {"a 2", "column 3: expected an operator, found the number 2"},
      {"1.2.3", "column 4: expected an operator after the number 1.2"},
      {"1e400*x", "column 1: the number 1e400 is beyond the range of a double"},
      {"1e-400*x", "column 1: the number 1e-400 is beyond the range of a double"},
      {"1e+*x", "column 2: expected an operator between the number 1 and 'e'"},
      {"0x*a", "column 2: expected an operator between the number 0 and 'x'"},
      {"0x1.8g", "column 6: expected an operator between the number 0x1.8 and 'g'"},
      {".", "column 1: no expression has the character '.'"},
      {"a.b", "column 2: no expression has the character '.'"},
      {"a,b", "column 2: expected an operator, found ','"},
      {"a=b", "column 2: expected an operator, found '='"},
      {"y=a*x", "column 2: expected an operator, found '='"},
      {"a;b", "column 2: no expression has the character ';'"},
      {"a[0]", "column 2: no expression has the character '['"},
      {"{a}", "column 1: no expression has the character '{'"},
      {"a|b", "column 2: no expression has the character '|'"},
      {"a&b", "column 2: no expression has the character '&'"},
      {"a%b", "column 2: no expression has the character '%'"},
      {"a?b:c", "column 2: no expression has the character '?'"},
      {"a@b", "column 2: no expression has the character '@'"},
      {"#a", "column 1: no expression has the character '#'"},
      {"\\a", "column 1: no expression has the character '\\'"},
      {"a`b", "column 2: no expression has the character '`'"},
      {"a~b", "column 2: no expression has the character '~'"},
      {"$a", "column 1: no expression has the character '$'"},
      {"a<", "column 3: expected an operand, found the end"},
      {"a<b<c", "column 4: comparisons do not chain"},
      {"a<>b", "column 3: expected an operand, found '>'"},
      {"a=<b", "column 2: expected an operator, found '='"},
      {"a!b", "column 2: expected an operator, found '!'"},
      {"not and", "column 8: expected an operand, found the end"},
      {"a and", "column 6: expected an operand, found the end"},
      {"\"a\"", "column 1: expected an operand, found the string 'a'"},
      {"'a", "column 1: expected a closing ', found the end"},
      {"exp", "there is no model \"exp\""},
      {"exp x", "column 5: expected an operator, found the name 'x'"},
      {"exp(", "column 5: expected an operand, found the end"},
      {"exp(x", "column 6: expected an operator, ',' or ')', found the end"},
      {"exp()", "column 1: exp takes 1 argument, not 0"},
      {"exp(x,)", "column 7: expected an operand, found ')'"},
      {"exp(x, 2)", "column 1: exp takes 1 argument, not 2"},
      {"exp(a=2)", "column 5: exp takes no argument by name"},
      {"expo(x)", "column 1: there is no function 'expo'; did you mean exp?"},
      {"f(x)", "column 1: there is no function 'f'"},
      {"x(3)", "column 1: there is no function 'x'"},
      {"pi(3)", "column 1: there is no function 'pi'"},
      {"__import__('os')", "column 12: expected an operand, found the string 'os'"},
      {"system(x)", "column 1: there is no function 'system'"},
      {"gausian(x,1,2,3)", "did you mean gaussian?"},
      {"gaussian(x)", "gaussian lacks its argument 'amplitude'"},
      {"gaussian(x,1,2,3,4)", "column 18: gaussian takes at most 4 arguments"},
      {"gaussian(x,1,2,s=3)", "column 16: gaussian has no argument 's'"},
      {"gaussian(x,1,x=2,sigma=3)",
       "column 14: the argument 'x' of gaussian is given a second time"},
      {"gaussian(x=1,2,3,4)", "column 14: expected an argument by name"},
      {"gaussian(prefix=3)", "column 10: expected a string"},
      {"gaussian(prefix='3')", "column 10: the prefix '3' is not the beginning of a name"},
      {"gaussian(prefix='a b')", "column 10: the prefix 'a b' is not the beginning of a name"},
      {"gaussian(center='a')", "column 10: only prefix takes a string"},
      {"gaussian()+gaussian()", "column 12: an earlier term has a parameter 'amplitude' too"},
      {"gaussian(gaussian(x))", "column 10: gaussian lacks its argument"},
      {"gaussian(prefix='a_')(x)", "column 22: expected an operator, found '('"},
      {std::string("a*x\0+b", 6), "column 4: no expression has the byte 0x00"},
      {"\x01", "column 1: no expression has the byte 0x01"},
      {"a*\xCE\xBB", "column 3: no expression has the byte 0xCE"},
      {"a\xE2\x88\x92"
       "b",
       "column 2: no expression has the byte 0xE2"},
      {"a+\n+*b", "line 2, column 2: expected an operand, found '*'"},
      {repeated("a", 65), "there is no model"},
      {repeated("a", 65) + "+1", "a name has at most 64 letters, this one 65"},
      {repeated("(", 8000), "nests deeper than 100 levels"},
      {repeated("(", 1'000'000), "at most 8192 bytes, this one 1000000"},
      {repeated("(", 101) + "a" + repeated(")", 101), "nests deeper than 100 levels"},
      {repeated("-", 8000) + "a", "nests deeper than 100 levels"},
      {repeated("a^", 4000) + "a", "nests deeper than 100 levels"},
      {repeated("exp(", 2000), "nests deeper than 100 levels"},
      {repeated("not ", 2000) + "a", "nests deeper than 100 levels"},
      {"a" + repeated("+a", 4000), "has more than 2048 operands, operators and calls"},
      {"a" + repeated("<a", 4000), "comparisons do not chain"},
      {"max(a" + repeated(",a", 4000) + ")", "has more than 2048 operands, operators and calls"},
      {repeated(" ", 9000), "at most 8192 bytes, this one 9000"},
      {"1" + repeated("0", 400) + "*x", "is beyond the range of a double"},
  };
  std::string many = "p0";
  for (int k = 1; k < 101; ++k) many += "+p" + std::to_string(k);
  all.push_back({many, "has more than 100 parameters"});
  return all;
}

TEST_F(ExpressionWireTest, BadTextIsRefusedWithItsPlace) {
  const std::vector<BadText> all = bad_texts();
  EXPECT_GE(all.size(), 90U);
  for (const BadText& bad : all) {
    SCOPED_TRACE(bad.text.substr(0, 60));
    v1::FitRequest request = request_for(bad.text, grid(0, 1, 9), grid(2, 5, 9));
    const CallEnd end = server_->fit(request).end;
    EXPECT_THAT(end.message, HasSubstr(bad.says));
    if (bad.says.starts_with("there is no model")) {
      EXPECT_EQ(end.code, absl::StatusCode::kNotFound);
      continue;
    }
    EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
    ASSERT_EQ(end.violations.size(), 1U);
    EXPECT_EQ(end.violations[0].field(), "model");
    EXPECT_THAT(end.violations[0].description(), HasSubstr("is no expression: "));
    EXPECT_EQ(end.violations[0].description().back(), '^');

    v1::EvaluateModelRequest evaluate;
    evaluate.set_model(bad.text);
    v1::EvaluateModelResponse response;
    EXPECT_THAT(server_->evaluate(evaluate, response).message, HasSubstr(bad.says));
  }
}

TEST_F(ExpressionWireTest, TextThatIsNoUtf8IsRefused) {
  v1::FitRequest request = request_for("a*\xFF\xFE*x", grid(0, 1, 9), grid(2, 5, 9));
  const CallEnd end = server_->fit(request).end;
  EXPECT_THAT(end.code, Not(absl::StatusCode::kOk));
  EXPECT_TRUE(server_->fit(gaussian_request(100)).end.code == absl::StatusCode::kOk);
}

}  // namespace
}  // namespace fitd::server
