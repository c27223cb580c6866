// What ListModels shows of every model.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <set>
#include <string>

#include "tests/solver/models/model_samples.h"

namespace fitd::models {
namespace {

bool is_snake_case(const std::string& name) {
  return !name.empty() && std::islower(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::islower(c) || std::isdigit(c) || c == '_';
         });
}

bool is_identifier(const std::string& name) {
  return !name.empty() && std::isalpha(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin(), name.end(),
                     [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

bool is_plain_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Whether `word` occurs in `text` with no letter, digit or underscore beside it.
bool mentions(const std::string& text, const std::string& word) {
  const auto inside = [&](std::size_t i) {
    return i < text.size() && (std::isalnum(static_cast<unsigned char>(text[i])) || text[i] == '_');
  };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    if (!(at > 0 && inside(at - 1)) && !inside(at + word.size())) return true;
  }
  return false;
}

void expect_texts_are_complete(const Model& model) {
  EXPECT_TRUE(is_snake_case(model.info().name)) << model.info().name;
  EXPECT_GE(model.info().version, 1);
  ASSERT_FALSE(model.info().description.empty());
  EXPECT_TRUE(std::isupper(static_cast<unsigned char>(model.info().description[0])));
  EXPECT_EQ(model.info().description.back(), '.');
  EXPECT_FALSE(model.info().formula.empty());
  EXPECT_TRUE(is_plain_ascii(model.info().formula));
  EXPECT_TRUE(is_plain_ascii(model.info().description));
  for (const std::string& alias : model.info().aliases) EXPECT_TRUE(is_snake_case(alias)) << alias;
}

void expect_parameters_and_predictors_are_complete(const Model& model) {
  ASSERT_FALSE(model.info().parameters.empty());
  ASSERT_FALSE(model.info().predictors.empty());
  std::set<std::string> names;
  for (const ParameterInfo& p : model.info().parameters) {
    EXPECT_TRUE(is_identifier(p.name)) << p.name;
    EXPECT_TRUE(names.insert(p.name).second) << p.name << " twice";
    EXPECT_FALSE(p.description.empty()) << p.name;
    EXPECT_TRUE(is_plain_ascii(p.description)) << p.name;
    EXPECT_LT(p.min, p.max) << p.name;
    EXPECT_TRUE(mentions(model.info().formula, p.name))
        << p.name << " not in " << model.info().formula;
    if (p.fixed_default) {
      EXPECT_TRUE(*p.fixed_default >= p.min && *p.fixed_default <= p.max) << p.name;
    }
  }
  for (const PredictorInfo& x : model.info().predictors) {
    EXPECT_TRUE(is_identifier(x.name)) << x.name;
    EXPECT_TRUE(names.insert(x.name).second) << x.name << " twice";
    EXPECT_FALSE(x.description.empty()) << x.name;
  }
}

void expect_example_is_inside_the_bounds_and_finite(const Model& model) {
  const Example& example = model.info().example;
  ASSERT_EQ(example.parameters.size(), model.info().parameters.size());
  ASSERT_EQ(example.ranges.size(), model.info().predictors.size());
  for (std::size_t j = 0; j < example.parameters.size(); ++j) {
    const ParameterInfo& p = model.info().parameters[j];
    EXPECT_GE(example.parameters[j], p.min) << p.name;
    EXPECT_LE(example.parameters[j], p.max) << p.name;
    if (p.fixed_default) {
      EXPECT_EQ(example.parameters[j], *p.fixed_default) << p.name;
    }
  }
  for (const Range& range : example.ranges) EXPECT_LT(range.from, range.to);
  const Grid grid = example_grid(model, 50);
  const ValuesAndDerivatives at = derivatives_of(model, grid, example.parameters);
  for (const double f : at.f) EXPECT_TRUE(std::isfinite(f));
  for (const double d : at.df) EXPECT_TRUE(std::isfinite(d));
}

// A parameter without influence would make every fit singular.
void expect_every_parameter_matters_in_the_example(const Model& model) {
  const Grid grid = example_grid(model, 50);
  const std::vector<double>& p = model.info().example.parameters;
  const ValuesAndDerivatives at = derivatives_of(model, grid, p);
  double largest = 0;
  for (const double f : at.f) largest = std::max(largest, std::abs(f));
  for (std::size_t j = 0; j < p.size(); ++j) {
    double influence = 0;
    for (std::size_t i = 0; i < grid.size(); ++i) {
      const double unit = p[j] == 0 ? 1 : std::abs(p[j]);
      influence = std::max(influence, std::abs(at.df[i * p.size() + j]) * unit);
    }
    EXPECT_GT(influence, 1e-4 * largest) << model.info().parameters[j].name;
  }
}

using Metadata = EveryModel;
TEST_P(Metadata, TextsAreComplete) { check(expect_texts_are_complete); }
TEST_P(Metadata, ParametersAndPredictorsAreComplete) {
  check(expect_parameters_and_predictors_are_complete);
}
TEST_P(Metadata, ExampleIsInsideTheBoundsAndFinite) {
  check(expect_example_is_inside_the_bounds_and_finite);
}
TEST_P(Metadata, EveryParameterMattersInTheExample) {
  check(expect_every_parameter_matters_in_the_example);
}
INSTANTIATE_TEST_SUITE_P(Catalogue, Metadata, testing::ValuesIn(all_groups()), GroupName());

}  // namespace
}  // namespace fitd::models
