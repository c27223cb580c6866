#include "client-examples/cpp/selection.h"

#include <algorithm>
#include <utility>

#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

// Columns that are named as the predictors are, in the predictors' order; others as they were
// given.
std::vector<std::string> in_model_order(std::vector<std::string> columns, const v1::Model& model) {
  std::vector<std::string> ordered;
  for (const auto& predictor : model.predictors()) {
    if (std::ranges::find(columns, predictor.name()) == columns.end()) return columns;
    ordered.push_back(predictor.name());
  }
  return ordered;
}

// Column numbers of the predictors, from 0.
Outcome<std::vector<std::size_t>> predictor_columns(const Arguments& arguments,
                                                    const v1::Model& model, const Table& table) {
  const auto k = static_cast<std::size_t>(model.predictors_size());
  std::vector<std::string> wanted = arguments.names("x");
  if (wanted.empty()) {
    for (std::size_t j = 1; j <= k; ++j) wanted.push_back(std::to_string(j));
  }
  if (wanted.size() != k) {
    return usage_failure(model.name() + " has " + std::to_string(k) + " predictors, --x names " +
                         std::to_string(wanted.size()));
  }
  wanted = in_model_order(std::move(wanted), model);
  std::vector<std::size_t> columns;
  for (const std::string& name : wanted) {
    const auto column = table.find(name);
    if (!column.ok()) return column.failure();
    columns.push_back(*column);
  }
  return columns;
}

}  // namespace

Option predictor_option() {
  return {"x", Kind::kNames, "COLUMN,...",
          "the predictors' columns, in the model's order; default the first"};
}

Option response_option() {
  return {"y", Kind::kText, "COLUMN", "the measured values' column; default the one after those"};
}

Option sigma_option() {
  return {"sigma", Kind::kText, "COLUMN", "the column of the standard deviations of y"};
}

Outcome<Selection> select_columns(const Arguments& arguments, const v1::Model& model,
                                  const Table& table, Need need) {
  const auto predictors = predictor_columns(arguments, model, table);
  if (!predictors.ok()) return predictors.failure();
  Selection selection;
  for (std::size_t j = 0; j < predictors->size(); ++j) {
    const std::string& name = model.predictors(static_cast<int>(j)).name();
    selection.predictors[name] = to_array(table.columns()[(*predictors)[j]]);
  }
  if (need == Need::kPredictors) return selection;

  const auto y = table.find(arguments.text("y").value_or(std::to_string(predictors->size() + 1)));
  if (!y.ok()) return y.failure();
  selection.y = to_array(table.columns()[*y]);
  if (const auto name = arguments.text("sigma")) {
    const auto sigma = table.find(*name);
    if (!sigma.ok()) return sigma.failure();
    selection.sigma = to_array(table.columns()[*sigma]);
  }
  return selection;
}

}  // namespace fitd::ctl
