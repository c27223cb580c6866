#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "client-examples/cpp/command.h"
#include "client-examples/cpp/nist_file.h"
#include "client-examples/cpp/nist_table.h"
#include "client-examples/cpp/numbers.h"
#include "client-examples/cpp/progress_line.h"

namespace fitd::ctl {
namespace {

// As far down as double precision goes: NIST certifies 11 digits.
constexpr double kTolerance = 1e-15;
constexpr int kMaxEvaluations = 10'000;
constexpr std::chrono::milliseconds kLongestPace{10'000};
constexpr int kMostPaced = 40;  // reports of a fit that stay; the rest of a long fit hurries

void set_options(bool certified, v1::FitOptions& options) {
  if (certified) {
    options.set_arithmetic(v1::ARITHMETIC_CERTIFIED);
    return;
  }
  options.set_ftol(kTolerance);
  options.set_xtol(kTolerance);
  options.set_maxfev(kMaxEvaluations);
}

v1::FitRequest make_request(const NistSet& set, int start, bool certified) {
  v1::FitRequest request;
  request.set_model(set.model());
  for (std::size_t k = 0; k < set.predictors.size(); ++k) {
    // NIST calls a single one x, several x1, x2...
    const std::string name = set.predictors.size() == 1 ? "x" : "x" + std::to_string(k + 1);
    (*request.mutable_predictors())[name] = to_array(set.predictors[k]);
  }
  std::vector<double> y = set.y;
  if (set.logarithm_of_y) {
    for (double& value : y) value = std::log(value);
  }
  *request.mutable_y() = to_array(y);
  for (const NistParameter& parameter : set.parameters) {
    auto* given = request.add_parameters();
    given->set_name(parameter.name);
    given->set_start(parameter.starts[static_cast<std::size_t>(start - 1)]);
  }
  set_options(certified, *request.mutable_options());
  request.mutable_progress()->mutable_min_interval();  // 0: every iteration
  request.mutable_progress()->set_omit_parameters(true);
  request.mutable_return_mask()->add_paths("correlation");
  return request;
}

// Fits a set while its progress is painted, each report staying for `pace`.
Outcome<v1::FitResult> fit(Context& context, const NistSet& set, int start,
                           std::chrono::milliseconds pace) {
  v1::FitRequest request = make_request(set, start, context.arguments.given("certified"));
  const bool shown = context.err.is_terminal || context.arguments.given("progress");
  request.mutable_progress()->set_off(!shown);
  ProgressLine line(std::cerr, context.err, padded_right(set.name, 8));
  int paced = 0;
  return context.client.fit(request, [&](const v1::FitEvent& event) {
    if (line.show(event) && paced++ < kMostPaced) std::this_thread::sleep_for(pace);
  });
}

Outcome<std::vector<NistSet>> read_sets(const std::vector<std::string>& paths) {
  std::vector<NistSet> sets;
  for (const std::string& path : paths) {
    auto set = read_nist_file(path);
    if (!set.ok()) return set.failure();
    sets.push_back(*std::move(set));
  }
  return sets;
}

Outcome<Exit> run(Context& context) {
  const auto start = static_cast<int>(context.arguments.integer("start").value_or(1));
  if (start != 1 && start != 2) return usage_failure("--start is 1 or 2");
  const std::chrono::milliseconds pace{context.arguments.integer("pace").value_or(0)};
  if (pace.count() < 0 || pace > kLongestPace) return usage_failure("--pace is 0 to 10000");
  auto sets = read_sets(context.arguments.operands());
  if (!sets.ok()) return sets.failure();

  const Style style(context.out.colour);
  std::cout << nist_heading(style, context.out.utf8);
  std::vector<NistFit> fits;
  for (NistSet& set : *sets) {
    auto result = fit(context, set, start, pace);
    if (!result.ok()) return result.failure();
    fits.push_back({std::move(set), start, *std::move(result)});
    std::cout << nist_rows(fits.back(), style) << std::flush;
  }
  std::cout << '\n' << nist_summary(fits, style);
  const bool all_agree = std::ranges::all_of(
      fits, [](const NistFit& fit) { return fewest_digits(fit) >= kRequiredDigits; });
  return all_agree ? Exit::kOk : Exit::kNotConverged;
}

}  // namespace

Command nist_command() {
  return {{"nist",
           "FILE.dat...",
           1,
           SIZE_MAX,
           "fit NIST's reference datasets and compare with the certified values",
           "The files are those of NIST's Statistical Reference Datasets, nonlinear regression. "
           "Exit 1 if\n"
           "a parameter agrees with its certified value to fewer than 4 digits.",
           {{"start", Kind::kInteger, "1|2", "which of NIST's starting points; default 1"},
            {"certified", Kind::kSwitch, "", "to all digits: ARITHMETIC_CERTIFIED"},
            {"pace", Kind::kInteger, "MS",
             "milliseconds that reports of progress stay, for people to see; default 0"},
            {"progress", Kind::kSwitch, "",
             "show progress on standard error even where that is not a terminal"}}},
          run};
}

}  // namespace fitd::ctl
