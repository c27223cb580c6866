// Sums of models carry the derived quantities of each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "solver/expression/catalogue_source.h"
#include "solver/expression/definition.h"
#include "solver/expression/expression_model.h"
#include "tests/solver/models/model_samples.h"

namespace fitd::expression {
namespace {

using testing::ElementsAre;

std::shared_ptr<const ExpressionModel> model_of(const std::string& text) {
  const CatalogueSource source(models::catalogue());
  const auto made = make_expression(text, {}, source);
  EXPECT_TRUE(std::holds_alternative<std::shared_ptr<const ExpressionModel>>(made)) << text;
  return std::get<std::shared_ptr<const ExpressionModel>>(made);
}

std::vector<std::string> names_of(const models::Model& model) {
  std::vector<std::string> names;
  for (const auto& quantity : model.info().derived) names.push_back(quantity.name);
  return names;
}

TEST(CompositeDerived, UnderTheirPrefixes) {
  const auto model =
      model_of("gaussian(prefix=\"p1_\") - gaussian(prefix=\"p2_\") + linear(prefix=\"bg_\")");
  EXPECT_THAT(names_of(*model),
              ElementsAre("p1_fwhm", "p1_height", "p2_fwhm", "p2_height", "bg_x_intercept"));
  EXPECT_EQ(model->info().derived[2].formula, "2.3548200450309493*p2_sigma");
  EXPECT_EQ(model->info().derived[4].formula, "-bg_intercept/bg_slope");
  const std::vector<double> p = {10, 5, 1, 6, 3, 0.5, 2, 8};
  const auto derived = model->derived(p);
  ASSERT_EQ(derived.size(), 5u);
  EXPECT_DOUBLE_EQ(derived[0].value, 2.3548200450309493);
  EXPECT_DOUBLE_EQ(derived[2].value, 0.5 * 2.3548200450309493);
  EXPECT_DOUBLE_EQ(derived[4].value, -4);
  EXPECT_THAT(derived[2].gradient, ElementsAre(0, 0, 0, 0, 0, 2.3548200450309493, 0, 0));
  EXPECT_THAT(derived[4].gradient, ElementsAre(0, 0, 0, 0, 0, 0, 2, -0.5));
}

TEST(CompositeDerived, NamesThatAreTakenAreLeftOut) {
  // The second term's fwhm and the Moffat's area meet names that are there.
  const auto model =
      model_of("gaussian_h() + moffat(prefix=\"\", center=3, amplitude=area, sigma=2)");
  EXPECT_THAT(names_of(*model), ElementsAre());  // the second term is none: it has arguments
  const auto sum = model_of("gaussian_h() + extreme()");
  EXPECT_THAT(names_of(*sum), ElementsAre("fwhm", "area"));
}

TEST(CompositeDerived, NoneWhereTheExpressionIsNoSumOfModels) {
  EXPECT_THAT(names_of(*model_of("2*gaussian(prefix=\"p_\")")), ElementsAre());
  EXPECT_THAT(names_of(*model_of("a*exp(-b*x)")), ElementsAre());
}

TEST(CompositeDerived, OfARegisteredModel) {
  const CatalogueSource source(models::catalogue());
  const auto made = define_model(
      {.name = "two_lines", .formula = "lorentzian(prefix=\"a_\") + lorentzian(prefix=\"b_\")"},
      source);
  const auto model = std::get<std::shared_ptr<const ExpressionModel>>(made);
  EXPECT_THAT(names_of(*model), ElementsAre("a_fwhm", "a_height", "b_fwhm", "b_height"));
  EXPECT_EQ(model->derived(std::vector<double>{1, 2, 3, 4, 5, 6})[2].value, 12);
}

}  // namespace
}  // namespace fitd::expression
