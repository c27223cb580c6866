#include <iostream>
#include <map>
#include <string>

#include "client-examples/cpp/command.h"
#include "client-examples/cpp/json.h"
#include "client-examples/cpp/report.h"

namespace fitd::ctl {
namespace {

v1::CreateModelRequest request_of(const Arguments& arguments) {
  v1::CreateModelRequest request;
  v1::Model& model = *request.mutable_model();
  model.set_name(arguments.operands()[0]);
  model.set_formula(arguments.operands()[1]);
  model.set_description(arguments.text("description").value_or(""));
  model.set_group(arguments.text("group").value_or(""));
  for (const std::string& name : arguments.names("predictors")) {
    model.add_predictors()->set_name(name);
  }
  std::map<std::string, v1::ModelParameter> parameters;
  for (const auto& [name, value] : arguments.assignments("start")) {
    parameters[name].set_start(value);
  }
  for (const auto& [name, value] : arguments.assignments("min")) parameters[name].set_min(value);
  for (const auto& [name, value] : arguments.assignments("max")) parameters[name].set_max(value);
  for (const auto& [name, value] : arguments.assignments("fix")) {
    parameters[name].set_fixed_default(value);
  }
  for (const auto& [name, text] : arguments.pairs("about")) {
    parameters[name].set_description(text);
  }
  for (auto& [name, parameter] : parameters) {
    parameter.set_name(name);
    *model.add_parameters() = parameter;
  }
  return request;
}

Outcome<Exit> create(Context& context) {
  const auto model = context.client.create_model(request_of(context.arguments));
  if (!model.ok()) return model.failure();
  std::cout << (context.arguments.given("json") ? to_json(*model)
                                                : model_report(*model, Style(context.out.colour)));
  return Exit::kOk;
}

Outcome<Exit> remove(Context& context) {
  return context.client.delete_model(context.arguments.operands()[0]);
}

}  // namespace

Command create_command() {
  return {{"create",
           "NAME FORMULA",
           2,
           2,
           "register a formula under a name",
           "fitctl create decay 'a*exp(-k*x) + floor' --min k=0 --start a=1,k=1,floor=0",
           {{"description", Kind::kText, "TEXT", "what the model describes"},
            {"group", Kind::kText, "NAME", "the group it is listed in; default registered"},
            {"predictors", Kind::kNames, "NAME,...", "predictors beside x"},
            {"start", Kind::kAssignments, "NAME=VALUE,...", "starting values of its fits"},
            {"min", Kind::kAssignments, "NAME=VALUE,...", "the smallest values that make sense"},
            {"max", Kind::kAssignments, "NAME=VALUE,...", "the largest values that make sense"},
            {"fix", Kind::kAssignments, "NAME=VALUE,...", "constants, fixed unless freed"},
            {"about", Kind::kPairs, "NAME=TEXT", "what a parameter means; may be repeated"},
            json_option()}},
          create};
}

Command delete_command() {
  return {{"delete", "NAME", 1, 1, "remove a registered model", "", {}}, remove};
}

}  // namespace fitd::ctl
