#include <iostream>

#include "client-examples/cpp/command.h"
#include "client-examples/cpp/json.h"
#include "client-examples/cpp/report.h"

namespace fitd::ctl {
namespace {

Outcome<Exit> run(Context& context) {
  const auto model = context.client.get_model(context.arguments.operands()[0]);
  if (!model.ok()) return model.failure();
  std::cout << (context.arguments.given("json") ? to_json(*model)
                                                : model_report(*model, Style(context.out.colour)));
  return Exit::kOk;
}

}  // namespace

Command model_command() {
  return {{"model",
           "MODEL",
           1,
           1,
           "describe a model: formula, parameters, bounds, aliases, example",
           "MODEL is a name, or an expression in quotes: fitctl model 'a*exp(-b*x) + c'.\n",
           {json_option()}},
          run};
}

}  // namespace fitd::ctl
