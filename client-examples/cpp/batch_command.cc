#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <utility>

#include "client-examples/cpp/batch_bar.h"
#include "client-examples/cpp/batch_input.h"
#include "client-examples/cpp/batch_table.h"
#include "client-examples/cpp/command.h"
#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

constexpr std::int64_t kDefaultRetries = 5;

// Sends what is unanswered, once; the answers go to `table`.
Outcome<v1::FitBatchSummary> attempt(Context& context, const BatchInput& input, BatchTable& table,
                                     BatchBar& bar) {
  const std::int64_t most = context.arguments.integer("chunk").value_or(input.good_chunk());
  const auto pieces = table.unanswered(most);
  const auto next = [&, at = pieces.begin()]() mutable -> std::optional<v1::FitBatchChunk> {
    if (at == pieces.end()) return {};
    const auto [first, number] = *at++;
    return input.chunk(first, number);
  };
  return context.client.batch(input.header, next, [&](const v1::FitBatchResponse& response) {
    if (response.has_accepted()) table.set_parameters(response.accepted());
    if (response.has_results()) table.add(response.results());
    bar.show(table.answered(), table.count(), table.answered() - table.converged());
  });
}

// Tries until all are answered, or as often in a row as allowed without any answer.
std::optional<Failure> run_to_end(Context& context, const BatchInput& input, BatchTable& table,
                                  BatchBar& bar) {
  const std::int64_t retries = context.arguments.integer("retries").value_or(kDefaultRetries);
  std::int64_t in_vain = 0;
  for (;;) {
    const std::int64_t before = table.answered();
    const auto summary = attempt(context, input, table, bar);
    if (summary.ok() && table.answered() == table.count()) return {};
    if (summary.ok()) return Failure{Exit::kRefused, "the server left data sets unanswered"};
    const Failure& failure = summary.failure();
    in_vain = table.answered() > before ? 1 : in_vain + 1;
    if (!failure.try_again_in || in_vain > retries) return failure;
    bar.note("fitctl: " + failure.message.substr(0, failure.message.find('\n')) +
             "\nfitctl: sending the other " + std::to_string(table.count() - table.answered()) +
             " data sets again");
    std::this_thread::sleep_for(*failure.try_again_in);
  }
}

Outcome<bool> write_output(const BatchTable& table, const std::string& path) {
  if (path == "-") {
    table.write_csv(std::cout);
    return true;
  }
  std::ofstream file(path, std::ios::binary);
  if (path.ends_with(".npy")) {
    table.write_npy(file);
  } else {
    table.write_csv(file);
  }
  file.close();
  if (!file) return usage_failure("cannot write " + path + ": " + std::strerror(errno));
  return true;
}

std::string summary_text(const BatchTable& table, double seconds) {
  std::string text = std::to_string(table.count()) + " fits in " + significant(seconds, 3) +
                     " s (" + significant(static_cast<double>(table.count()) / seconds, 3) +
                     "/s): " + std::to_string(table.converged()) + " converged";
  for (const auto& [termination, count] : table.failures()) {
    text += ", " + std::to_string(count) + " " + short_name(termination);
  }
  text += '\n';
  for (const auto& [index, fault] : table.faults()) {
    text += "  data set " + std::to_string(index) + ": " + fault + '\n';
  }
  return text;
}

Outcome<Exit> run(Context& context) {
  const Arguments& arguments = context.arguments;
  const auto output = arguments.text("output");
  if (!output) return usage_failure("no --output: name a .npy or .csv file for the answers");
  if (arguments.integer("chunk").value_or(1) < 1) return usage_failure("--chunk: at least 1");
  auto data = read_array_file(arguments.operands()[1]);
  if (!data.ok()) return data.failure();
  const auto model = context.client.get_model(arguments.operands()[0], named_predictors(arguments));
  if (!model.ok()) return model.failure();
  const auto input = make_batch_input(arguments, *model, *std::move(data));
  if (!input.ok()) return input.failure();

  BatchTable table(input->count);
  double seconds = 0;
  {
    BatchBar bar(std::cerr, context.err, model->name(),
                 context.err.is_terminal || arguments.given("progress"));
    if (const auto failure = run_to_end(context, *input, table, bar)) return *failure;
    seconds = bar.seconds();
  }
  if (const auto written = write_output(table, *output); !written.ok()) return written.failure();
  std::cerr << summary_text(table, seconds);
  return table.converged() == table.count() ? Exit::kOk : Exit::kNotConverged;
}

}  // namespace

Command batch_command() {
  std::vector<Option> options = batch_options();
  options.push_back({"output", Kind::kText, "FILE",
                     "or -o: where the answers go, .npy or .csv; - is standard output"});
  options.push_back(
      {"chunk", Kind::kInteger, "N", "data sets sent at a time; default about 1 MiB"});
  options.push_back({"retries", Kind::kInteger, "N",
                     "tries in a row without an answer before giving up; default 5"});
  options.push_back({"progress", Kind::kSwitch, "",
                     "show progress on standard error even where that is not a terminal"});
  options.push_back(
      {"label", Kind::kPairs, "KEY=TEXT", "a note for the server's log; may be repeated"});
  return {{"batch", "MODEL DATA.npy|DATA.csv", 2, 2, "fit a model to many data sets", kBatchNotes,
           std::move(options)},
          run};
}

}  // namespace fitd::ctl
