#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "client-examples/cpp/command.h"
#include "client-examples/cpp/json.h"
#include "client-examples/cpp/npy.h"
#include "client-examples/cpp/numbers.h"
#include "client-examples/cpp/selection.h"

namespace fitd::ctl {
namespace {

using PredictorMap = google::protobuf::Map<std::string, v1::Array>;

// --at, point by point: of a model of x and y, x1,y1,x2,y2...
Outcome<PredictorMap> points_from_option(const std::vector<double>& at, const v1::Model& model) {
  const auto k = static_cast<std::size_t>(model.predictors_size());
  if (at.empty() || at.size() % k != 0) {
    return usage_failure("--at needs " + std::to_string(k) + " numbers for each point of " +
                         model.name());
  }
  PredictorMap predictors;
  for (std::size_t j = 0; j < k; ++j) {
    std::vector<double> column;
    for (std::size_t i = j; i < at.size(); i += k) column.push_back(at[i]);
    predictors[model.predictors(static_cast<int>(j)).name()] = to_array(column);
  }
  return predictors;
}

Outcome<PredictorMap> points_of(const Arguments& arguments, const v1::Model& model) {
  const bool from_file = arguments.operands().size() == 2;
  if (from_file == arguments.given("at")) {
    return usage_failure("give the points either in a file or with --at");
  }
  if (!from_file) return points_from_option(arguments.numbers("at"), model);
  const auto table = read_data_file(arguments.operands()[1]);
  if (!table.ok()) return table.failure();
  auto selection = select_columns(arguments, model, *table, Need::kPredictors);
  if (!selection.ok()) return selection.failure();
  return std::move(selection->predictors);
}

// --p in the model's order; constants of the model may be left out.
Outcome<std::vector<double>> parameters_of(const Arguments& arguments, const v1::Model& model) {
  const auto given = arguments.assignments("p");
  std::map<std::string, double> values(given.begin(), given.end());
  std::vector<double> result;
  std::string missing;
  for (const auto& parameter : model.parameters()) {
    const auto node = values.extract(parameter.name());
    if (node.empty() && !parameter.has_fixed_default()) missing += " " + parameter.name();
    result.push_back(node.empty() ? parameter.fixed_default() : node.mapped());
  }
  if (!missing.empty()) return usage_failure("--p lacks" + missing);
  if (!values.empty()) {
    return usage_failure(model.name() + " has no parameter " + values.begin()->first);
  }
  return result;
}

// A table that read_table reads: the predictors and the model's value.
void print_values(const v1::EvaluateModelRequest& request,
                  const v1::EvaluateModelResponse& response, const v1::Model& model) {
  std::vector<std::vector<double>> columns;
  for (const auto& predictor : model.predictors()) {
    columns.push_back(to_numbers(request.predictors().at(predictor.name())));
    std::cout << predictor.name() << ',';
  }
  // An expression may hold what ends a column.
  const bool is_expression = model.group() == "expression";
  std::cout << (is_expression ? "y" : model.name()) << '\n';
  columns.push_back(to_numbers(response.values()));
  for (std::size_t i = 0; i < columns.back().size(); ++i) {
    std::string row;
    for (const auto& column : columns) row += (row.empty() ? "" : ",") + round_trip(column[i]);
    std::cout << row << '\n';
  }
}

Outcome<Exit> run(Context& context) {
  const auto model = context.client.get_model(context.arguments.operands()[0]);
  if (!model.ok()) return model.failure();
  auto points = points_of(context.arguments, *model);
  if (!points.ok()) return points.failure();
  const auto parameters = parameters_of(context.arguments, *model);
  if (!parameters.ok()) return parameters.failure();

  v1::EvaluateModelRequest request;
  request.set_model(model->name());
  *request.mutable_predictors() = *std::move(points);
  request.mutable_parameters()->Assign(parameters->begin(), parameters->end());
  const auto response = context.client.evaluate(request);
  if (!response.ok()) return response.failure();
  if (context.arguments.given("json")) {
    std::cout << to_json(*response);
  } else {
    print_values(request, *response, *model);
  }
  return Exit::kOk;
}

}  // namespace

Command evaluate_command() {
  return {{"evaluate",
           "MODEL [DATA.csv]",
           1,
           2,
           "evaluate a model; prints a table",
           "",
           {{"p", Kind::kAssignments, "NAME=VALUE,...", "the parameters, all but constants"},
            {"at", Kind::kNumbers, "X,...",
             "the points; of several predictors, one point's numbers after the other's"},
            predictor_option(),
            json_option()}},
          run};
}

}  // namespace fitd::ctl
