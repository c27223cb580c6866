// Global fits against lmfit and SciPy (tests/data/global).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "solver/curve/delta_method.h"
#include "solver/curve/global_fit.h"
#include "solver/expression/catalogue_source.h"
#include "solver/expression/expression_model.h"
#include "solver/expression/tied_model.h"

namespace fitd::curve {
namespace {

using nlohmann::json;

const models::Catalogue& catalogue() {
  static const models::Catalogue kCatalogue;
  return kCatalogue;
}

std::shared_ptr<const models::Model> model_of(const std::string& text) {
  const expression::CatalogueSource source(catalogue());
  if (auto model = source.find(text)) return model;
  return std::get<std::shared_ptr<const expression::ExpressionModel>>(
      expression::make_expression(text, {}, source));
}

// A problem of the file as a fit, with the parameters' names.
struct Problem {
  explicit Problem(const json& from) {
    const auto shared = from["shared"].get<std::vector<std::string>>();
    expression::TieDeclarations declarations;
    std::vector<std::vector<int>> places;
    for (std::size_t k = 0; k < from["sets"].size(); ++k) {
      const json& set = from["sets"][k];
      models.push_back(model_of(set["model"]));
      x.push_back(set["x"]);
      y.push_back(set["y"]);
      sigma.push_back(set.contains("sigma") ? set["sigma"].get<std::vector<double>>()
                                            : std::vector<double>());
      places.emplace_back();
      for (const auto& parameter : models.back()->info().parameters) {
        const bool is_shared = std::ranges::find(shared, parameter.name) != shared.end();
        const std::string name =
            is_shared ? parameter.name : parameter.name + "_" + std::to_string(k + 1);
        const auto found = std::ranges::find(names, name);
        places.back().push_back(static_cast<int>(found - names.begin()));
        if (found == names.end()) names.push_back(name);
      }
    }
    declarations.names = names;
    for (const std::string& name : names) {
      declarations.expressions.push_back(from["ties"].value(name, std::string()));
    }
    put_in_ties(declarations, places);
    for (const int j : ties->untied()) {
      fit.settings.start.push_back(from["start"][names[static_cast<std::size_t>(j)]]);
    }
    fit.settings.fixed.assign(fit.settings.start.size(), false);
    fit.settings.options.maxfev = 2000;
    fit.settings.options.ftol = fit.settings.options.xtol = 1e-14;
  }

  void put_in_ties(const expression::TieDeclarations& declarations,
                   const std::vector<std::vector<int>>& places) {
    ties = std::get<std::shared_ptr<const expression::Ties>>(
        expression::make_ties(declarations, expression::CatalogueSource(catalogue())));
    for (std::size_t k = 0; k < models.size(); ++k) {
      auto tied = std::get<std::shared_ptr<const expression::TiedModel>>(
          expression::tie_model(models[k], *ties, places[k]));
      GlobalSet set = {.model = tied.get(), .data = {}, .places = tied->untied_places()};
      set.data.predictors = {x[k]};
      set.data.y = y[k];
      set.data.sigma = sigma[k];
      fit.sets.push_back(set);
      models[k] = tied;
    }
  }

  std::vector<std::string> names;
  std::vector<std::shared_ptr<const models::Model>> models;
  std::vector<std::vector<double>> x;
  std::vector<std::vector<double>> y;
  std::vector<std::vector<double>> sigma;
  std::shared_ptr<const expression::Ties> ties;
  GlobalFit fit;
};

void expect_near(double value, double truth, double relative, const std::string& what) {
  EXPECT_NEAR(value, truth, relative * std::abs(truth)) << what;
}

void expect_agreement(const Problem& problem, const GlobalOutcome& outcome, const json& truth) {
  ASSERT_TRUE(lm::converged(outcome.fit.lm.termination)) << truth["name"];
  const json& scipy = truth["scipy"];
  const json& by_lmfit = truth["lmfit"];
  // Both are at the minimum to a rounding error of chi-square, that is to the root of it in the
  // parameters; SciPy's derivatives are exact, lmfit's are forward differences.
  const std::vector<double> values = problem.ties->values(outcome.fit.parameters);
  for (std::size_t j = 0; j < values.size(); ++j) {
    const std::string& name = problem.names[j];
    expect_near(values[j], scipy["values"][name], 2e-8, name);
    expect_near(values[j], by_lmfit["values"][name], 1e-6, name);
    const int place = problem.ties->untied_place(static_cast<int>(j));
    if (place >= 0) {
      const double error = outcome.fit.standard_errors[static_cast<std::size_t>(place)];
      expect_near(error, scipy["errors"][name], 1e-6, name);
      expect_near(error, by_lmfit["errors"][name], 1e-4, name);
    } else {
      const auto& places = problem.ties->dependencies(static_cast<int>(j));
      const auto gradient = problem.ties->gradient(static_cast<int>(j), outcome.fit.parameters);
      const auto error =
          propagated_error(*outcome.fit.covariance, outcome.fit.free.size(), places, gradient);
      expect_near(error.value(), by_lmfit["errors"][name], 1e-4, name);
    }
  }
  expect_near(outcome.fit.statistics->chi_square, scipy["chi_square"], 1e-12, "chi-square");
  expect_near(*outcome.fit.statistics->aic, by_lmfit["aic"], 1e-9, "aic");
  expect_near(*outcome.fit.statistics->bic, by_lmfit["bic"], 1e-9, "bic");
}

TEST(GlobalReference, LmfitAndSciPyFindTheSame) {
  std::ifstream file(FITD_TEST_DATA "/global/problems.json");
  const json data = json::parse(file);
  ASSERT_EQ(data["problems"].size(), 4u);
  for (const json& truth : data["problems"]) {
    Problem problem(truth);
    for (const auto arithmetic : {Arithmetic::kFast, Arithmetic::kReference}) {
      problem.fit.settings.arithmetic = arithmetic;
      expect_agreement(problem, fit_global(problem.fit, {}, {}), truth);
    }
  }
}

}  // namespace
}  // namespace fitd::curve
