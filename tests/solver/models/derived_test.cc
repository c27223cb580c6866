// Every model's derived quantities: what is shown of them, and their gradients.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <random>
#include <set>
#include <string>

#include "tests/solver/models/model_samples.h"
#include "tests/solver/models/ridders.h"

namespace fitd::models {
namespace {

void expect_texts_are_complete(const Model& model) {
  std::set<std::string> names;
  for (const auto& parameter : model.info().parameters) names.insert(parameter.name);
  for (const DerivedInfo& quantity : model.info().derived) {
    EXPECT_TRUE(names.insert(quantity.name).second) << quantity.name << " is taken";
    EXPECT_TRUE(std::isalpha(static_cast<unsigned char>(quantity.name[0])));
    EXPECT_TRUE(std::ranges::all_of(quantity.name, [](unsigned char c) {
      return std::isalnum(c) || c == '_';
    })) << quantity.name;
    EXPECT_FALSE(quantity.description.empty()) << quantity.name;
    EXPECT_NE(quantity.description.back(), '.') << quantity.name;
    for (const char c : quantity.description + quantity.formula) EXPECT_TRUE(c >= ' ' && c <= '~');
  }
}

void expect_gradients_agree_with_differences(const Model& model) {
  std::mt19937_64 random(11);
  for (int draw = 0; draw < 4; ++draw) {
    const std::vector<double> p = parameters_near_example(model, 0.1, random);
    const std::vector<DerivedValue> at = model.derived(p);
    ASSERT_EQ(at.size(), model.info().derived.size());
    for (std::size_t k = 0; k < at.size(); ++k) {
      ASSERT_TRUE(std::isfinite(at[k].value)) << model.info().derived[k].name;
      ASSERT_EQ(at[k].gradient.size(), p.size());
      for (std::size_t j = 0; j < p.size(); ++j) {
        const auto f = [&](double v) {
          std::vector<double> changed = p;
          changed[j] = v;
          return model.derived(changed)[k].value;
        };
        const double unit = p[j] == 0 ? 1 : std::abs(p[j]);
        const double exact = at[k].gradient[j];
        const double scale = std::fmax(std::abs(exact), std::abs(at[k].value) / unit);
        EXPECT_NEAR(ridders(f, p[j], 0.02 * unit).value, exact, 1e-8 * scale)
            << model.info().derived[k].name << " by " << model.info().parameters[j].name;
      }
    }
  }
}

// NaN or infinite where there is none; no crash.
void expect_anything_may_be_passed(const Model& model) {
  const double extremes[] = {0.0, -0.0, 1.0, -1.0, 1e300, -1e300, 5e-324, std::nan("")};
  std::mt19937_64 random(3);
  for (int draw = 0; draw < 100; ++draw) {
    std::vector<double> p(model.info().parameters.size());
    for (double& v : p) v = extremes[random() % std::size(extremes)];
    EXPECT_EQ(model.derived(p).size(), model.info().derived.size());
  }
}

using DerivedQuantities = EveryModel;
TEST_P(DerivedQuantities, TextsAreComplete) { check(expect_texts_are_complete); }
TEST_P(DerivedQuantities, GradientsAgreeWithDifferences) {
  check(expect_gradients_agree_with_differences);
}
TEST_P(DerivedQuantities, AnythingMayBePassed) { check(expect_anything_may_be_passed); }
INSTANTIATE_TEST_SUITE_P(Catalogue, DerivedQuantities, testing::ValuesIn(all_groups()),
                         GroupName());

TEST(DerivedFormulas, AreShownAsText) {
  const auto& derived = catalogue().find("moffat")->info().derived;
  ASSERT_EQ(derived.size(), 2u);
  EXPECT_EQ(derived[0].name, "fwhm");
  EXPECT_EQ(derived[0].formula, "2*sigma*sqrt(expm1(0.6931471805599453/beta))");
  const auto& linear = catalogue().find("linear")->info().derived;
  ASSERT_EQ(linear.size(), 1u);
  EXPECT_EQ(linear[0].formula, "-intercept/slope");
}

}  // namespace
}  // namespace fitd::models
