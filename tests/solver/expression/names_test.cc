// What is wrong with the names of an expression, and with its size.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "solver/expression/limits.h"
#include "tests/solver/expression/expressions.h"

namespace fitd::expression {
namespace {

using ::testing::HasSubstr;

struct Case {
  const char* text;
  const char* error;  // its first line
};

TEST(Names, WhatIsWrongIsSaidWithItsColumn) {
  const Case cases[] = {
      {"a*expp(x)", "column 3: there is no function 'expp'; did you mean exp?"},
      {"a + sine_wave(x)", "column 5: there is no function 'sine_wave'"},
      {"gausian(x, 1, 2, 3)", "column 1: there is no function 'gausian'; did you mean gaussian?"},
      {"2*Exp(x)", "column 3: there is no function 'Exp'; did you mean exp?"},
      {"a(x)", "column 1: there is no function 'a'"},
      {"exp()", "column 1: exp takes 1 argument, not 0"},
      {"1 + exp(x, a)", "column 5: exp takes 1 argument, not 2"},
      {"pow(x)", "column 1: pow takes 2 arguments, not 1"},
      {"if(x, a)", "column 1: if takes 3 arguments, not 2"},
      {"min()", "column 1: min takes at least 1 argument, not 0"},
      {"exp(a=x)", "column 5: exp takes no argument by name"},
      {"gaussian(x)",
       "column 1: gaussian lacks its argument 'amplitude'; it takes x, amplitude, center, sigma"},
      {"gaussian(amplitude=a, center=b, sigma=c)",
       "column 1: gaussian lacks its argument 'x'; it takes x, amplitude, center, sigma"},
      {"gaussian(x, a, b)",
       "column 1: gaussian lacks its argument 'sigma'; it takes x, amplitude, center, sigma"},
      {"gaussian(x, a, b, c, d)",
       "column 22: gaussian takes at most 4 arguments: x, amplitude, center, sigma"},
      {"gaussian(x, a, b, width=c)",
       "column 19: gaussian has no argument 'width'; it takes x, amplitude, center, sigma"},
      {"gaussian(x, a, b, c, sigma=d)",
       "column 22: the argument 'sigma' of gaussian is given a second time"},
      {"gaussian(x, a, b, c, x=d)",
       "column 22: the argument 'x' of gaussian is given a second time"},
      {"gaussian(prefix=p)", "column 10: expected a string, as in prefix=\"p_\""},
      {"gaussian(sigma='p')", "column 10: only prefix takes a string, as in prefix=\"p_\""},
      {"gaussian(prefix='1_')",
       "column 10: the prefix '1_' is not the beginning of a name: at most 64 letters, digits and "
       "_, no digit first"},
      {"gaussian(prefix='a-')",
       "column 10: the prefix 'a-' is not the beginning of a name: at most 64 letters, digits and "
       "_, no digit first"},
      {"gaussian(prefix='a_', prefix='b_')", "column 23: prefix is given a second time"},
      {"gaussian(prefix='', prefix='')", "column 21: prefix is given a second time"},
      {"gaussian() + gaussian()",
       "column 14: an earlier term has a parameter 'amplitude' too; give this gaussian a prefix of "
       "its own"},
      {"gaussian(prefix='p_') + linear() + lorentzian(prefix='p_')",
       "column 36: an earlier term has a parameter 'p_amplitude' too; give this lorentzian a "
       "prefix of its own"},
  };
  for (const Case& c : cases) {
    const std::string error = error_of(c.text);
    EXPECT_EQ(error.substr(0, error.find('\n')), c.error);
    EXPECT_THAT(error, HasSubstr(std::string("\n  ") + c.text + "\n"));
  }
}

TEST(Names, APrefixThatIsTooLongForANameIsRefused) {
  const std::string prefix(60, 'p');
  EXPECT_THAT(error_of("gaussian(prefix='" + prefix + "')"), HasSubstr("cannot have that name"));
  EXPECT_NE(model_of("linear(prefix='" + prefix.substr(0, 55) + "')"), nullptr);
}

TEST(Names, TermsBringTheirMetadata) {
  const auto model = model_of("gaussian(prefix='p_') + pk1_oral(prefix='k_') + c");
  const models::ModelInfo& info = model->info();
  const models::ModelInfo& gaussian = catalogue().find("gaussian")->info();
  for (std::size_t j = 0; j < gaussian.parameters.size(); ++j) {
    EXPECT_EQ(info.parameters[j].name, "p_" + gaussian.parameters[j].name);
    EXPECT_EQ(info.parameters[j].description, gaussian.parameters[j].description);
    EXPECT_EQ(info.parameters[j].role, gaussian.parameters[j].role);
    EXPECT_EQ(info.parameters[j].min, gaussian.parameters[j].min);
    EXPECT_EQ(info.parameters[j].max, gaussian.parameters[j].max);
  }
  EXPECT_EQ(info.parameters.back().name, "c");
  EXPECT_EQ(info.parameters.back().min, -std::numeric_limits<double>::infinity());
  EXPECT_EQ(info.name, "gaussian(prefix='p_') + pk1_oral(prefix='k_') + c");
  EXPECT_EQ(info.group, "expression");
}

// A constant of a model, such as the dose of pk1_bolus, keeps being one.
TEST(Names, ConstantsOfAModelStayConstants) {
  int with_constants = 0;
  for (const auto& model : catalogue().models()) {
    const auto& parameters = model->info().parameters;
    const auto term = model_of(model->info().name + "(prefix='k_')");
    ASSERT_NE(term, nullptr) << model->info().name;
    std::string call = model->info().name + "(";
    for (const auto& predictor : model->info().predictors) call += predictor.name + ", ";
    bool has_constant = false;
    for (std::size_t j = 0; j < parameters.size(); ++j) {
      EXPECT_EQ(term->info().parameters[j].fixed_default, parameters[j].fixed_default);
      if (parameters[j].fixed_default) {
        has_constant = true;
      } else {
        call += parameters[j].name + "=" + parameters[j].name + ", ";
      }
    }
    if (!has_constant) continue;
    ++with_constants;
    std::vector<std::string> predictors;
    for (const auto& predictor : model->info().predictors) predictors.push_back(predictor.name);
    const auto function = model_of(call.substr(0, call.size() - 2) + ")", predictors);
    ASSERT_NE(function, nullptr) << call;
    EXPECT_LT(function->num_parameters(), model->num_parameters());
  }
  EXPECT_GE(with_constants, 1);
}

std::string sum_of(const std::string& term, int count) {
  std::string text = term + "0";
  for (int k = 1; k < count; ++k) text += "+" + term + std::to_string(k);
  return text;
}

TEST(Names, SizesAreBounded) {
  EXPECT_EQ(model_of(sum_of("p", kMaxParameters))->num_parameters(), kMaxParameters);
  EXPECT_THAT(error_of(sum_of("p", kMaxParameters + 1)), HasSubstr("has more than 100 parameters"));
  std::vector<std::string> predictors;
  for (std::size_t k = 0; k <= kMostPredictors; ++k) predictors.push_back("t" + std::to_string(k));
  EXPECT_EQ(model_of(sum_of("t", kMostPredictors), predictors)->num_predictors(), kMostPredictors);
  EXPECT_EQ(model_of(sum_of("t", kMostPredictors + 1), predictors), nullptr);
  // Each call is new: its argument differs.
  std::string calls = "0";
  for (int k = 0; k < 200; ++k) {
    calls += "+pk2_oral(x+" + std::to_string(k) + ",a,b,c,d,e,f)";
  }
  EXPECT_THAT(error_of(calls), HasSubstr("has more than 2048 operands"));
}

// Nested powers of sums, whose derivatives grow.
TEST(Names, DeepAndWideExpressionsAreMadeOrRefused) {
  std::string nested = "x";
  for (int k = 0; k < 30; ++k) nested = "sin(" + nested + "*a" + std::to_string(k) + ")^b";
  EXPECT_NE(model_of(nested), nullptr) << error_of(nested);
  std::string product = "x";
  for (int k = 0; k < 500; ++k)
    product += "*(x+p" + std::to_string(k % 100) + "+" + std::to_string(k) + ")";
  const Made made = make(product);
  if (const auto* error = std::get_if<ExpressionError>(&made)) {
    EXPECT_THAT(error->message, HasSubstr("more than")) << product;
  }
}

}  // namespace
}  // namespace fitd::expression
