#include <iostream>
#include <string>

#include "client-examples/cpp/columns.h"
#include "client-examples/cpp/command.h"
#include "client-examples/cpp/json.h"
#include "client-examples/cpp/npy.h"
#include "client-examples/cpp/numbers.h"
#include "client-examples/cpp/selection.h"

namespace fitd::ctl {
namespace {

void print_guess(const v1::GuessParametersResponse& guess, const Style& style) {
  Columns columns({Align::kLeft, Align::kLeft});
  std::string option;
  for (int j = 0; j < guess.names_size() && j < guess.parameters_size(); ++j) {
    const std::string value = round_trip(guess.parameters(j));
    columns.add({guess.names(j), value});
    option += (j == 0 ? "" : ",") + guess.names(j) + "=" + value;
  }
  std::cout << columns.text() << style.dim("--start " + option) << '\n';
}

Outcome<Exit> run(Context& context) {
  const auto& operands = context.arguments.operands();
  const auto table = read_data_file(operands[1]);
  if (!table.ok()) return table.failure();
  const auto model = context.client.get_model(operands[0], context.arguments.names("x"));
  if (!model.ok()) return model.failure();
  auto selection = select_columns(context.arguments, *model, *table, Need::kPredictorsAndY);
  if (!selection.ok()) return selection.failure();

  v1::GuessParametersRequest request;
  request.set_model(model->name());
  *request.mutable_predictors() = std::move(selection->predictors);
  *request.mutable_y() = *std::move(selection->y);
  const auto guess = context.client.guess(request);
  if (!guess.ok()) return guess.failure();
  if (context.arguments.given("json")) {
    std::cout << to_json(*guess);
  } else {
    print_guess(*guess, Style(context.out.colour));
  }
  return Exit::kOk;
}

}  // namespace

Command guess_command() {
  return {{"guess",
           "MODEL DATA.csv",
           2,
           2,
           "estimate starting values from data",
           kDataNotes,
           {predictor_option(), response_option(), json_option()}},
          run};
}

}  // namespace fitd::ctl
