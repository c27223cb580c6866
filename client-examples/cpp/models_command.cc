#include <iostream>
#include <string>

#include "client-examples/cpp/columns.h"
#include "client-examples/cpp/command.h"
#include "client-examples/cpp/json.h"

namespace fitd::ctl {
namespace {

// On a terminal, parameters and descriptions are cut so that a model takes one line.
void print_models(const v1::ListModelsResponse& list, const Terminal& out) {
  constexpr int kParametersWidth = 36;
  const Style style(out.colour);
  Columns columns({Align::kLeft, Align::kLeft, Align::kLeft, Align::kLeft});
  columns.add({"NAME", "GROUP", "PARAMETERS", "DESCRIPTION"});
  for (const auto& model : list.models()) {
    std::string parameters;
    for (const auto& parameter : model.parameters()) {
      parameters += (parameters.empty() ? "" : " ") + parameter.name();
    }
    if (out.is_terminal) parameters = shortened(parameters, kParametersWidth, out.utf8);
    columns.add({style.cyan(model.name()), model.group(), parameters, model.description()});
  }
  if (out.is_terminal) columns.cut_to(out.width, out.utf8);
  std::cout << columns.text();
  if (out.is_terminal)
    std::cout << style.dim(std::to_string(list.models_size()) + " models") << '\n';
}

Outcome<Exit> run(Context& context) {
  v1::ListModelsRequest request;
  request.set_group(context.arguments.text("group").value_or(""));
  if (!context.arguments.operands().empty()) request.set_text(context.arguments.operands()[0]);
  const auto list = context.client.list_models(std::move(request));
  if (!list.ok()) return list.failure();
  if (context.arguments.given("json")) {
    std::cout << to_json(*list);
  } else if (list->models().empty()) {
    std::cerr << "no model matches; groups are chosen with --group\n";
  } else {
    print_models(*list, context.out);
  }
  return Exit::kOk;
}

}  // namespace

Command models_command() {
  return {{"models",
           "[TEXT]",
           0,
           1,
           "list the models, or those whose name, aliases or description contain TEXT",
           "",
           {{"group", Kind::kText, "GROUP", "only this group, for example peaks"}, json_option()}},
          run};
}

}  // namespace fitd::ctl
