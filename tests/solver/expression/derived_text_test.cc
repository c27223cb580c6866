// The text of every derived quantity is the expression that its value follows.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <variant>

#include "solver/expression/catalogue_source.h"
#include "solver/expression/expression_model.h"
#include "solver/expression/recorded.h"
#include "solver/expression/text_of.h"
#include "tests/solver/models/model_samples.h"

namespace fitd::expression {
namespace {

using models::Model;
using ExpressionPointer = std::shared_ptr<const ExpressionModel>;

std::variant<ExpressionPointer, ExpressionError> parsed(const std::string& text) {
  const CatalogueSource source(models::catalogue());
  // A predictor that no formula has, so that x, where it is met, is refused below.
  return make_expression(text, {}, source);
}

// The parsed text at the model's parameters p.
double value_of(const ExpressionModel& expression, const Model& model,
                const std::vector<double>& p) {
  std::vector<double> own;
  for (const auto& parameter : expression.info().parameters) {
    for (std::size_t j = 0; j < p.size(); ++j) {
      if (model.info().parameters[j].name == parameter.name) own.push_back(p[j]);
    }
  }
  EXPECT_EQ(own.size(), expression.info().parameters.size());
  return models::values_of(expression, models::Grid{{{0.0}}}, own)[0];
}

TEST(DerivedText, SaysWhatIsComputed) {
  std::mt19937_64 random(9);
  int compared = 0;
  int quantities = 0;
  for (const auto& model : models::catalogue().models()) {
    const auto& derived = model->info().derived;
    const std::vector<double> p = models::parameters_near_example(*model, 0.1, random);
    const auto values = model->derived(p);
    for (std::size_t k = 0; k < derived.size(); ++k) {
      ++quantities;
      if (derived[k].formula.empty()) continue;
      SCOPED_TRACE(model->info().name + ": " + derived[k].name + " = " + derived[k].formula);
      const auto made = parsed(derived[k].formula);
      // Functions that the language lacks stand by their names.
      if (std::holds_alternative<ExpressionError>(made)) {
        EXPECT_NE(derived[k].formula.find("gamma_half_ratio("), std::string::npos)
            << std::get<ExpressionError>(made).message;
        continue;
      }
      ++compared;
      const double shown = value_of(*std::get<ExpressionPointer>(made), *model, p);
      EXPECT_NEAR(shown, values[k].value, 1e-12 * std::abs(values[k].value));
    }
  }
  EXPECT_GE(compared, quantities * 9 / 10);
}

std::string text(const NodeId node, const Graph& graph) {
  const std::vector<std::string> names = {"a", "b", "c"};
  return text_of(graph, node, names, 40);
}

TEST(TextOf, ParenthesesWhereNeeded) {
  Graph graph;
  const Recorded a(graph, graph.parameter(0));
  const Recorded b(graph, graph.parameter(1));
  const Recorded c(graph, graph.parameter(2));
  const auto shown = [&](const Recorded& value) { return text(value.node_in(graph), graph); };
  EXPECT_EQ(shown(a - (b - c)), "a - (b - c)");
  EXPECT_EQ(shown(a - b + c), "c + a - b");  // a sum's operands have no order
  EXPECT_EQ(shown(a / (b * c)), "a/(b*c)");
  EXPECT_EQ(shown((a + b) * c), "c*(a + b)");
  EXPECT_EQ(shown(-(a + b)), "-(a + b)");
  EXPECT_EQ(shown(pow(-a, b - c)), "(-a)^(b - c)");
  EXPECT_EQ(shown(pow(pow(a, b), c)), "(a^b)^c");
  EXPECT_EQ(shown(a * a / b), "a^2/b");
  EXPECT_EQ(shown((a + b) * (a + b)), "(a + b)^2");
  EXPECT_EQ(shown(a * Recorded(-2.0)), "-2*a");
  EXPECT_EQ(shown(select(a < b, a, exp(c))), "if(a < b, a, exp(c))");
}

TEST(TextOf, LongOnesAreLeftOut) {
  Graph graph;
  Recorded sum(graph, graph.parameter(0));
  for (int k = 0; k < 60; ++k) sum = exp(sum + sum);  // as a text, 2^60 terms
  EXPECT_EQ(text(sum.node_in(graph), graph), "");
}

}  // namespace
}  // namespace fitd::expression
