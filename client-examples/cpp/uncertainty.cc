#include "client-examples/cpp/uncertainty.h"

#include "client-examples/cpp/columns.h"
#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

std::string end_text(bool known, double value, v1::IntervalEnd end) {
  std::string number = known ? significant(value, 8) : "open";
  switch (end) {
    case v1::INTERVAL_END_BOUND:
      return number + " (bound)";
    case v1::INTERVAL_END_NON_FINITE:
      return number + " (the model ends)";
    case v1::INTERVAL_END_TIME_LIMIT:
      return "unknown (time was over)";
    default:
      return number;
  }
}

}  // namespace

std::vector<Option> uncertainty_options() {
  return {
      {"intervals", Kind::kNumbers, "LEVEL,...",
       "intervals by profile likelihood at these levels, for example 0.95"},
      {"profile", Kind::kNames, "NAME,...", "with --intervals, of these parameters only"},
  };
}

void ask_for_uncertainty(const Arguments& arguments, v1::FitRequest& request) {
  if (!arguments.given("intervals") && !arguments.given("profile")) return;
  auto& options = *request.mutable_uncertainty();
  options.set_intervals(arguments.given("intervals"));
  for (const double level : arguments.numbers("intervals")) options.add_levels(level);
  for (const std::string& name : arguments.names("profile")) options.add_parameters(name);
}

std::string warnings_text(const v1::FitResult& result, const Style& style) {
  std::string text;
  for (const auto& warning : result.warnings()) text += "  " + style.yellow(warning.text()) + "\n";
  return text;
}

std::string intervals_text(const v1::FitResult& result) {
  Columns columns({Align::kLeft, Align::kRight, Align::kLeft, Align::kLeft});
  for (const auto& interval : result.uncertainty().intervals()) {
    columns.add({interval.parameter(), significant(100 * interval.level(), 6) + " %",
                 end_text(interval.has_lower(), interval.lower(), interval.lower_end()),
                 "to " + end_text(interval.has_upper(), interval.upper(), interval.upper_end())});
  }
  return columns.text(2);
}

}  // namespace fitd::ctl
