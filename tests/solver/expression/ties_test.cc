// Ties between parameters: what they are worth, their derivatives, what is wrong with them, and
// models that they are put into.
#include "solver/expression/ties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "solver/expression/block_function.h"
#include "solver/expression/tied_model.h"
#include "tests/solver/expression/expressions.h"

namespace fitd::expression {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using MadeTies = std::variant<std::shared_ptr<const Ties>, std::vector<TieFault>>;

MadeTies make(std::vector<std::string> names, std::vector<std::string> expressions) {
  return make_ties({std::move(names), std::move(expressions)}, CatalogueSource(catalogue()));
}

std::shared_ptr<const Ties> ties_of(std::vector<std::string> names,
                                    std::vector<std::string> expressions) {
  const MadeTies made = make(std::move(names), std::move(expressions));
  const auto* ties = std::get_if<std::shared_ptr<const Ties>>(&made);
  return ties == nullptr ? nullptr : *ties;
}

// "name: description" of each fault, a line for each.
std::string faults_of(const std::vector<std::string>& names,
                      const std::vector<std::string>& expressions) {
  const MadeTies made = make(names, expressions);
  std::string text;
  if (const auto* faults = std::get_if<std::vector<TieFault>>(&made)) {
    for (const TieFault& fault : *faults) {
      text += names[static_cast<std::size_t>(fault.parameter)] + ": " + fault.description + "\n";
    }
  }
  return text;
}

TEST(Ties, AChainIsWorthWhatItsEndsAre) {
  const auto ties = ties_of({"d", "a", "c", "b"}, {"c + b^2", "", "2*a", ""});
  ASSERT_NE(ties, nullptr);
  EXPECT_THAT(ties->untied(), ElementsAre(1, 3));
  EXPECT_TRUE(ties->is_tied(0));
  EXPECT_EQ(ties->untied_place(3), 1);
  EXPECT_EQ(ties->expression(2), "2*a");
  const double untied[] = {3, 0.5};
  EXPECT_THAT(ties->values(untied), ElementsAre(2 * 3 + 0.25, 3, 6, 0.5));
  EXPECT_THAT(ties->dependencies(0), ElementsAre(0, 1));
  EXPECT_THAT(ties->gradient(0, untied), ElementsAre(2, 1));
  EXPECT_THAT(ties->dependencies(2), ElementsAre(0));
  EXPECT_THAT(ties->gradient(2, untied), ElementsAre(2));
}

TEST(Ties, DerivativesAreExact) {
  const auto ties =
      ties_of({"t", "a", "b"}, {"exp(-a*b)*sqrt(a) + if(b > 1, b^3, sin(b))", "", ""});
  ASSERT_NE(ties, nullptr);
  const double a = 1.3;
  const double b = 0.7;
  const double untied[] = {a, b};
  const std::vector<double> slopes = ties->gradient(0, untied);
  const double e = std::exp(-a * b);
  EXPECT_NEAR(slopes[0], e * (0.5 / std::sqrt(a) - b * std::sqrt(a)), 1e-15);
  EXPECT_NEAR(slopes[1], -a * e * std::sqrt(a) + std::cos(b), 1e-15);
}

TEST(Ties, AConstantAndAModelAsAFunctionMayStandInOne) {
  const auto ties = ties_of({"a", "b"}, {"2*pi", "gaussian_h(1, height=3, center=1, sigma=2)"});
  ASSERT_NE(ties, nullptr);
  const std::vector<double> values = ties->values({});
  EXPECT_EQ(values[0], 2 * std::acos(-1.0));
  EXPECT_EQ(values[1], 3);
  EXPECT_TRUE(ties->dependencies(1).empty());
}

struct Wrong {
  std::vector<std::string> expressions;  // of a, b, c
  std::string says;
};

TEST(Ties, WhatIsWrongIsNamedWithItsPlace) {
  const Wrong cases[] = {
      {{"2*", "", ""},
       "a: is no expression: column 3: expected an operand, found the end\n  2*\n    ^"},
      {{"b c", "", ""}, "column 3: expected an operator, found the name 'c'\n  b c\n    ^"},
      {{"2*bb", "", ""}, "column 3: the fit has no parameter 'bb'; did you mean b"},
      {{"sigma", "", ""}, "column 1: the fit has no parameter 'sigma'\n  sigma\n  ^"},
      {{"b*x", "", ""}, "column 3: 'x' is data; a tie is an expression of parameters alone"},
      {{"linear() + b", "", ""}, "column 1: the call takes data"},
      {{"constant(prefix=\"q_\") + b", "", ""}, "column 1: the fit has no parameter 'q_c'"},
      {{"exq(b)", "", ""}, "column 1: there is no function 'exq'"},
      {{"sqrt(b, c)", "", ""}, "sqrt takes 1 argument, not 2"},
      {{"2*a", "", ""}, "a: ties 'a' to itself\n"},
      {{"", "c", "b"}, "b: is one of a cycle of ties: b -> c -> b\n"},
      {{"c", "a", "b + 1"}, "a: is one of a cycle of ties: a -> c -> b -> a\n"},
      {{"b", "b", ""}, "b: ties 'b' to itself\n"},
      {{"\xff\xfe", "", ""}, "a: is no expression: column 1"},
      {{" ", "", ""}, "expected an operand, found the end"},
      {{std::string(9000, '('), "", ""}, "8192 bytes"},
  };
  for (const Wrong& wrong : cases) {
    EXPECT_THAT(faults_of({"a", "b", "c"}, wrong.expressions), HasSubstr(wrong.says))
        << wrong.expressions[0];
  }
}

TEST(Ties, AllThatIsWrongIsNamed) {
  const std::string faults = faults_of({"a", "b", "c"}, {"2*", "d", ""});
  EXPECT_THAT(faults, HasSubstr("a: is no expression"));
  EXPECT_THAT(faults, HasSubstr("b: is no expression: column 1: the fit has no parameter 'd'"));
  // Two cycles, and one that hangs on the second.
  EXPECT_EQ(faults_of({"a", "b", "c", "d", "e"}, {"b", "a", "d", "c", "d"}),
            "a: is one of a cycle of ties: a -> b -> a\n"
            "c: is one of a cycle of ties: c -> d -> c\n");
}

// Each names the one before many times over: written out the last would not end.
TEST(Ties, WhatGrowsIsRefusedSoon) {
  std::vector<std::string> names = {"p0"};
  std::vector<std::string> expressions = {""};
  for (int k = 1; k < 90; ++k) {
    names.push_back("p" + std::to_string(k));
    std::string text = names[static_cast<std::size_t>(k - 1)];
    for (int i = 0; i < 30; ++i) {
      text += "*sin(" + std::to_string(i) + "+" + names[static_cast<std::size_t>(k - 1)] + ")";
    }
    expressions.push_back(text);
  }
  EXPECT_THAT(faults_of(names, expressions), HasSubstr("more operations than are taken"));
  for (std::string& text : expressions) {
    if (!text.empty()) text = "p0 + " + std::string(1000, ' ') + "1";
  }
  EXPECT_THAT(faults_of(names, expressions), HasSubstr("more than 32768 bytes together"));
}

TEST(TiedModel, IsTheExpressionWithTheTieWrittenOutToTheBit) {
  const auto whole = model_of("gaussian_h(x, h1, c1, s1) + gaussian_h(x, h2, c2, s2) + b");
  const auto written = model_of("gaussian_h(x, h1, c1, s1) + gaussian_h(x, h2, c1 + 2, 2*s1) + b");
  const auto ties =
      ties_of({"h1", "c1", "s1", "h2", "c2", "s2", "b"}, {"", "", "", "", "c1 + 2", "2*s1", ""});
  ASSERT_NE(ties, nullptr);
  std::vector<int> places(7);
  std::iota(places.begin(), places.end(), 0);
  const auto made = tie_model(whole, *ties, places);
  const auto tied = std::get<std::shared_ptr<const TiedModel>>(made);
  EXPECT_THAT(parameter_names(*tied), ElementsAre("h1", "c1", "s1", "h2", "b"));
  ASSERT_EQ(parameter_names(*tied), parameter_names(*written));

  const std::vector<double> x = {-1.5, 0, 0.3, 2.2, 5};
  const std::vector<std::span<const double>> columns = {x};
  const std::vector<double> p = {3, 0.2, 1.1, -0.7, 0.1};
  std::vector<double> f(5);
  std::vector<double> g(5);
  std::vector<double> df(25);
  std::vector<double> dg(25);
  tied->derivatives(columns, 0, p, f, df);
  written->derivatives(columns, 0, p, g, dg);
  EXPECT_EQ(f, g);
  EXPECT_EQ(df, dg);
}

// Fast arithmetic must not take the kernel of the model that was tied.
TEST(TiedModel, OfACompiledKernelIsNotThatKernel) {
  const std::shared_ptr<const models::Model> gaussian =
      CatalogueSource(catalogue()).find("gaussian");
  const auto ties = ties_of({"amplitude", "center", "sigma"}, {"", "sigma*3", ""});
  const auto tied =
      std::get<std::shared_ptr<const TiedModel>>(tie_model(gaussian, *ties, std::vector{0, 1, 2}));
  const auto function = compile_block_function(*tied, std::vector{0, 1});
  std::vector<double> x(16);
  std::iota(x.begin(), x.end(), -2.0);
  const std::vector<std::span<const double>> columns = {x};
  const std::vector<double> untied = {5, 1.7};
  std::vector<double> truth(16);
  gaussian->values(columns, 0, ties->values(untied), truth);
  std::vector<double> f(16);
  std::vector<double> scratch(function->scratch_doubles() + 8);
  auto* aligned = scratch.data();
  while (reinterpret_cast<std::uintptr_t>(aligned) % 64 != 0) ++aligned;
  function->begin(untied, aligned);
  function->values(columns, 0, 16, f.data(), aligned);
  for (std::size_t i = 0; i < 16; ++i) EXPECT_NEAR(f[i], truth[i], 1e-14 * truth[i] + 1e-300);
}

TEST(TiedModel, GuessesWhatIsNotTied) {
  const std::shared_ptr<const models::Model> gaussian =
      CatalogueSource(catalogue()).find("gaussian");
  const auto ties = ties_of({"amplitude", "center", "sigma"}, {"", "sigma*3", ""});
  const auto tied =
      std::get<std::shared_ptr<const TiedModel>>(tie_model(gaussian, *ties, std::vector{0, 1, 2}));
  std::vector<double> x(50);
  std::iota(x.begin(), x.end(), 0.0);
  const std::vector<std::span<const double>> columns = {x};
  std::vector<double> y(50);
  gaussian->values(columns, 0, std::vector<double>{40, 21, 7}, y);
  const std::vector<double> all = gaussian->guess(columns, y);
  EXPECT_THAT(tied->guess(columns, y), ElementsAre(all[0], all[2]));
}

// The height of a peak whose width and amplitude hang together, by one parameter alone.
TEST(TiedModel, DerivedQuantitiesFollowTheTies) {
  const auto ties = ties_of({"amplitude", "center", "sigma"}, {"3*sigma^2", "", ""});
  ASSERT_NE(ties, nullptr);
  const CatalogueSource source(catalogue());
  const std::vector<int> places = {0, 1, 2};
  const auto made = tie_model(source.find("gaussian"), *ties, places);
  const auto& model = *std::get<std::shared_ptr<const TiedModel>>(made);
  ASSERT_EQ(model.info().derived.size(), 2u);
  const auto derived = model.derived(std::vector<double>{5, 2});  // center, sigma
  ASSERT_EQ(derived.size(), 2u);
  EXPECT_DOUBLE_EQ(derived[0].value, 2 * 2.3548200450309493);
  EXPECT_THAT(derived[0].gradient, ElementsAre(0, 2.3548200450309493));
  // amplitude/(sqrt(2 pi) sigma) = 3 sigma/sqrt(2 pi).
  const double slope = 3 / 2.50662827463100050242;
  EXPECT_DOUBLE_EQ(derived[1].value, 2 * slope);
  EXPECT_EQ(derived[1].gradient[0], 0);
  EXPECT_NEAR(derived[1].gradient[1], slope, 1e-15);
}

}  // namespace
}  // namespace fitd::expression
