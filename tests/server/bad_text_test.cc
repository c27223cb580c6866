// All that can be wrong with the text of an expression; each text is refused with its place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/arrays.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::FitRequest request_for(const std::string& text) {
  v1::FitRequest request;
  request.set_model(text);
  (*request.mutable_predictors())["x"] = array_of(grid(0, 1, 9));
  *request.mutable_y() = array_of(grid(2, 5, 9));
  request.mutable_progress()->set_off(true);
  return request;
}

std::string repeated(const std::string& part, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

// A wrong text, and what its refusal says.
struct BadText {
  std::string text;
  std::string says;
};

std::vector<BadText> bad_operators() {
  return {
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
  };
}

std::vector<BadText> bad_calls() {
  return {
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
  };
}

std::vector<BadText> bad_bytes_and_sizes() {
  std::vector<BadText> all = {
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

class BadTextTest : public ::testing::Test {
 protected:
  TestServer server_;
};

TEST_F(BadTextTest, BadTextIsRefusedWithItsPlace) {
  std::vector<BadText> all = bad_operators();
  for (const auto& more : {bad_calls(), bad_bytes_and_sizes()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  EXPECT_GE(all.size(), 90U);
  for (const BadText& bad : all) {
    SCOPED_TRACE(bad.text.substr(0, 60));
    const v1::FitRequest request = request_for(bad.text);
    const CallEnd end = server_.fit(request).end;
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
    EXPECT_THAT(server_.evaluate(evaluate, response).message, HasSubstr(bad.says));
  }
}

TEST_F(BadTextTest, TextThatIsNoUtf8IsRefused) {
  const CallEnd end = server_.fit(request_for("a*\xFF\xFE*x")).end;
  EXPECT_THAT(end.code, Not(absl::StatusCode::kOk));
  EXPECT_TRUE(server_.fit(gaussian_request(100)).end.code == absl::StatusCode::kOk);
}

}  // namespace
}  // namespace fitd::server
