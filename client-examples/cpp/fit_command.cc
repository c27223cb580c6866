#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "client-examples/cpp/command.h"
#include "client-examples/cpp/fit_request.h"
#include "client-examples/cpp/json.h"
#include "client-examples/cpp/npy.h"
#include "client-examples/cpp/numbers.h"
#include "client-examples/cpp/plot.h"
#include "client-examples/cpp/plot_file.h"
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
  if (arguments.given("plot") && request.has_return_mask()) {
    request.mutable_return_mask()->add_paths("best_fit");
  }
}

// Draws data and fit: beside other output on standard error, as a report on standard output.
std::optional<Failure> plot(const Context& context, const v1::FitRequest& request,
                            const v1::FitResult& result) {
  const PlotData data{result.provenance().model(), to_numbers(request.predictors().begin()->second),
                      to_numbers(request.y()), to_numbers(result.best_fit())};
  if (data.fit.size() != data.x.size()) return usage_failure("--plot: no best_fit came back");
  const std::string path = *context.arguments.text("plot");
  if (!path.empty()) return run_gnuplot(gnuplot_script(data, path));
  const bool machine = context.arguments.given("json") || context.arguments.given("csv");
  const Terminal& terminal = machine ? context.err : context.out;
  constexpr int kLines = 20;
  (machine ? std::cerr : std::cout)
      << '\n'
      << plot_text(data, terminal.width, kLines, Style(terminal.colour), terminal.utf8);
  return {};
}

std::optional<Failure> wrong_output(const Arguments& arguments, const v1::Model& model) {
  if (arguments.given("json") && arguments.given("csv")) {
    return usage_failure("--json and --csv exclude each other");
  }
  if (arguments.given("plot") && arguments.operands().size() > 2) {
    return usage_failure("--plot draws one data file");
  }
  if (arguments.given("plot") && model.predictors_size() != 1) {
    return usage_failure("--plot draws models of one predictor, which " + model.name() + " is not");
  }
  return {};
}

// Of all files that are named after the model.
Outcome<std::vector<Table>> read_tables(const std::vector<std::string>& operands) {
  std::vector<Table> tables;
  for (std::size_t k = 1; k < operands.size(); ++k) {
    auto table = read_data_file(operands[k]);
    if (!table.ok()) return table.failure();
    tables.push_back(*std::move(table));
  }
  return tables;
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
  const auto tables = read_tables(operands);
  if (!tables.ok()) return tables.failure();
  const auto model = context.client.get_model(operands[0], context.arguments.names("x"));
  if (!model.ok()) return model.failure();
  if (const auto wrong = wrong_output(context.arguments, *model)) return *wrong;
  auto request = tables->size() == 1 ? make_fit_request(context.arguments, *model, tables->front())
                                     : make_global_request(context.arguments, *model, *tables);
  if (!request.ok()) return request.failure();
  choose_arrays(context.arguments, *request);
  const auto result = fit(context, *request);
  if (!result.ok()) return result.failure();
  if (context.arguments.given("json")) {
    std::cout << to_json(*result);
  } else if (context.arguments.given("csv")) {
    std::cout << fit_csv(*result);
  } else {
    std::cout << fit_report(*result, *model, Style(context.out.colour), context.out.utf8);
  }
  if (context.arguments.given("plot")) {
    if (const auto failure = plot(context, *request, *result)) return *failure;
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
  options.push_back({"plot", Kind::kOptionalFile, "FILE.png",
                     "draw data and fit on the terminal, or with gnuplot into a file"});
  options.push_back({"csv", Kind::kSwitch, "", "print the parameters as CSV"});
  options.push_back(json_option());
  return {
      {"fit", "MODEL DATA.csv...", 2, 1001, "fit a model to data", kDataNotes, std::move(options)},
      run};
}

}  // namespace fitd::ctl
