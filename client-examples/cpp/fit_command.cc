#include <iostream>
#include <string>

#include "client-examples/cpp/command.h"
#include "client-examples/cpp/csv.h"
#include "client-examples/cpp/fit_request.h"
#include "client-examples/cpp/json.h"
#include "client-examples/cpp/progress_line.h"
#include "client-examples/cpp/report.h"
#include "client-examples/cpp/selection.h"

namespace fitd::ctl {
namespace {

// The report needs no array but one; JSON gets what --return names, or all that the server sends.
void choose_arrays(const Arguments& arguments, v1::FitRequest& request) {
  if (!arguments.given("json")) request.mutable_return_mask()->add_paths("correlation");
  for (const std::string& path : arguments.names("return")) {
    request.mutable_return_mask()->add_paths(path);
  }
}

Outcome<v1::FitResult> fit(Context& context, v1::FitRequest& request) {
  const bool shown = context.err.is_terminal || context.arguments.given("progress");
  request.mutable_progress()->set_off(!shown);
  request.mutable_progress()->set_omit_parameters(true);
  ProgressLine line(std::cerr, context.err, request.model());
  return context.client.fit(request, [&](const v1::FitEvent& event) { line.show(event); });
}

Outcome<Exit> run(Context& context) {
  const auto& operands = context.arguments.operands();
  const auto table = read_table_file(operands[1]);
  if (!table.ok()) return table.failure();
  const auto model = context.client.get_model(operands[0]);
  if (!model.ok()) return model.failure();
  auto request = make_fit_request(context.arguments, *model, *table);
  if (!request.ok()) return request.failure();
  choose_arrays(context.arguments, *request);
  const auto result = fit(context, *request);
  if (!result.ok()) return result.failure();
  if (context.arguments.given("json")) {
    std::cout << to_json(*result);
  } else {
    std::cout << fit_report(*result, *model, Style(context.out.colour), context.out.utf8);
  }
  return converged(*result) ? Exit::kOk : Exit::kNotConverged;
}

}  // namespace

Command fit_command() {
  std::vector<Option> options = fit_options();
  options.push_back({"progress", Kind::kSwitch, "",
                     "show progress on standard error even where that is not a terminal"});
  options.push_back({"return", Kind::kNames, "PATH,...",
                     "with --json, the arrays that come back, for example infodict.fjac"});
  options.push_back(json_option());
  return {{"fit", "MODEL DATA.csv", 2, 2, "fit a model to data", kDataNotes, std::move(options)},
          run};
}

}  // namespace fitd::ctl
