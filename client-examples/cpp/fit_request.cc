#include "client-examples/cpp/fit_request.h"

#include <algorithm>
#include <climits>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "client-examples/cpp/loss_options.h"
#include "client-examples/cpp/numbers.h"
#include "client-examples/cpp/selection.h"
#include "client-examples/cpp/uncertainty.h"

namespace fitd::ctl {
namespace {

google::protobuf::Duration to_duration(std::chrono::nanoseconds time) {
  google::protobuf::Duration duration;
  duration.set_seconds(time.count() / 1'000'000'000);
  duration.set_nanos(static_cast<int>(time.count() % 1'000'000'000));
  return duration;
}

std::optional<v1::Arithmetic> arithmetic_named(const std::string& name) {
  if (name == "fast") return v1::ARITHMETIC_FAST;
  if (name == "reference") return v1::ARITHMETIC_REFERENCE;
  if (name == "certified") return v1::ARITHMETIC_CERTIFIED;
  return std::nullopt;
}

// False where something is said of starts that are not asked for.
bool set_multi_start(const Arguments& arguments, v1::FitRequest& request) {
  const auto starts = arguments.integer("starts");
  if (!starts) return !arguments.given("seed") && !arguments.given("spread");
  v1::MultiStart& multi_start = *request.mutable_multi_start();
  multi_start.set_starts(static_cast<int>(std::clamp<std::int64_t>(*starts, INT_MIN, INT_MAX)));
  if (const auto seed = arguments.integer("seed")) multi_start.set_seed(*seed);
  if (const auto spread = arguments.number("spread")) multi_start.set_spread(*spread);
  return true;
}

}  // namespace

Outcome<std::vector<v1::Parameter>> parameters_of(const Arguments& arguments) {
  std::map<std::string, v1::Parameter> parameters;
  for (const auto& [name, value] : arguments.assignments("start")) {
    if (parameters[name].has_start()) return usage_failure("--start names " + name + " twice");
    parameters[name].set_start(value);
  }
  for (const auto& [name, value] : arguments.assignments("fix")) {
    if (parameters[name].has_start()) return usage_failure(name + " is given two values");
    parameters[name].set_start(value);
    parameters[name].set_fixed(true);
  }
  for (const std::string& name : arguments.names("free")) {
    if (parameters[name].fixed()) return usage_failure(name + " is both fixed and free");
    parameters[name].set_fixed(false);
  }
  for (const auto& [name, range] : arguments.ranges("bounds")) {
    v1::Parameter& parameter = parameters[name];
    if (parameter.has_min() || parameter.has_max()) {
      return usage_failure("--bounds names " + name + " twice");
    }
    if (range.min) parameter.set_min(*range.min);
    if (range.max) parameter.set_max(*range.max);
  }
  for (const auto& [name, value] : arguments.assignments("scale")) {
    if (parameters[name].has_scale()) return usage_failure("--scale names " + name + " twice");
    parameters[name].set_scale(value);
  }
  for (const auto& [name, expression] : arguments.pairs("tie")) {
    if (!parameters[name].expression().empty())
      return usage_failure("--tie names " + name + " twice");
    parameters[name].set_expression(expression);
  }
  std::vector<v1::Parameter> list;
  for (auto& [name, parameter] : parameters) {
    parameter.set_name(name);
    list.push_back(std::move(parameter));
  }
  return list;
}

Outcome<v1::FitOptions> options_of(const Arguments& arguments) {
  v1::FitOptions options;
  if (const auto ftol = arguments.number("ftol")) options.set_ftol(*ftol);
  if (const auto xtol = arguments.number("xtol")) options.set_xtol(*xtol);
  if (const auto gtol = arguments.number("gtol")) options.set_gtol(*gtol);
  if (const auto maxfev = arguments.integer("maxfev")) options.set_maxfev(*maxfev);
  if (const auto epsfcn = arguments.number("epsfcn")) options.set_epsfcn(*epsfcn);
  if (const auto factor = arguments.number("factor")) options.set_factor(*factor);
  for (const double scale : arguments.numbers("diag")) options.add_diag(scale);
  const std::string jacobian = arguments.text("jacobian").value_or("analytic");
  if (jacobian == "analytic") {
    options.set_jacobian(v1::JACOBIAN_ANALYTIC);
  } else if (jacobian == "forward") {
    options.set_jacobian(v1::JACOBIAN_FORWARD_DIFFERENCE);
  } else {
    return usage_failure("--jacobian: '" + jacobian + "' is neither analytic nor forward");
  }
  const std::string name = arguments.text("arithmetic").value_or("fast");
  const auto arithmetic = arithmetic_named(name);
  if (!arithmetic) {
    return usage_failure("--arithmetic: '" + name + "' is not fast, reference or certified");
  }
  options.set_arithmetic(*arithmetic);
  return options;
}

std::vector<Option> parameter_options() {
  return {
      {"start", Kind::kAssignments, "NAME=VALUE,...",
       "starting values; those left out are estimated from the data"},
      {"fix", Kind::kAssignments, "NAME=VALUE,...", "parameters held at a value"},
      {"free", Kind::kNames, "NAME,...", "constants of the model to fit as well"},
      {"bounds", Kind::kRanges, "NAME=MIN:MAX,...", "bounds; either may be left out: a=0:10,b=:5"},
      {"tie", Kind::kPairs, "NAME=EXPRESSION",
       "a parameter as an expression of others: sigma2=2*sigma1; may be repeated"},
      {"scale", Kind::kAssignments, "NAME=D,...", "scale factors by name, of all free parameters"},
  };
}

std::vector<Option> solver_options() {
  return {
      {"ftol", Kind::kNumber, "TOL", "relative reduction of the sum of squares to stop at"},
      {"xtol", Kind::kNumber, "TOL", "relative change of the parameters to stop at"},
      {"gtol", Kind::kNumber, "TOL", "cosine between residuals and Jacobian to stop at"},
      {"maxfev", Kind::kInteger, "N", "the most evaluations; 0 is the default, 100 (n + 1)"},
      {"factor", Kind::kNumber, "F", "size of the first step's bound; default 100"},
      {"diag", Kind::kNumbers, "D,...",
       "scale factors of the free parameters, in the model's order"},
  };
}

std::vector<Option> fit_options() {
  std::vector<Option> options = {
      predictor_option(),
      response_option(),
      sigma_option(),
      {"absolute-sigma", Kind::kSwitch, "", "sigma is in y's units: do not rescale the errors"},
  };
  for (const auto& more :
       {loss_options(), point_options(), parameter_options(), solver_options()}) {
    options.insert(options.end(), more.begin(), more.end());
  }
  const std::vector<Option> last = {
      {"natural-bounds", Kind::kSwitch, "", "bounds of the model's own where --bounds has none"},
      {"epsfcn", Kind::kNumber, "EPS", "the model's relative error, for forward differences"},
      {"jacobian", Kind::kText, "KIND", "analytic (default) or forward (differences)"},
      {"arithmetic", Kind::kText, "KIND",
       "fast (default), reference (MINPACK's to the bit) or certified (all digits)"},
      {"starts", Kind::kInteger, "N",
       "try N starts, drawn within the bounds or around --start, and keep the best"},
      {"seed", Kind::kInteger, "S", "which starts are drawn; default 0"},
      {"spread", Kind::kNumber, "F", "draw from start/F to F*start where no bound is; default 10"},
      {"time-limit", Kind::kDuration, "TIME", "end with the best so far after, say, 5s or 250ms"},
      {"label", Kind::kPairs, "KEY=TEXT", "a note for the server's log; may be repeated"},
      {"shared", Kind::kNames, "NAME,...",
       "with several files, the parameters they have in common; others are center_1, center_2"},
  };
  for (const auto& more : {last, uncertainty_options()}) {
    options.insert(options.end(), more.begin(), more.end());
  }
  return options;
}

namespace {

// All but the data.
Outcome<v1::FitRequest> request_without_data(const Arguments& arguments, const v1::Model& model) {
  auto parameters = parameters_of(arguments);
  if (!parameters.ok()) return parameters.failure();
  auto options = options_of(arguments);
  if (!options.ok()) return options.failure();
  auto loss = loss_of(arguments);
  if (!loss.ok()) return loss.failure();

  v1::FitRequest request;
  if (*loss) *request.mutable_loss() = **std::move(loss);
  request.set_model(model.name());
  request.set_natural_bounds(arguments.given("natural-bounds"));
  request.set_absolute_sigma(arguments.given("absolute-sigma"));
  for (auto& parameter : *parameters) *request.add_parameters() = std::move(parameter);
  *request.mutable_options() = *std::move(options);
  if (!set_multi_start(arguments, request)) {
    return usage_failure("--seed and --spread go with --starts");
  }
  if (const auto limit = arguments.duration("time-limit")) {
    *request.mutable_time_limit() = to_duration(*limit);
  }
  ask_for_uncertainty(arguments, request);
  for (const auto& [key, text] : arguments.pairs("label")) (*request.mutable_labels())[key] = text;
  return request;
}

}  // namespace

Outcome<v1::FitRequest> make_fit_request(const Arguments& arguments, const v1::Model& model,
                                         const Table& table) {
  auto selection = select_columns(arguments, model, table, Need::kPredictorsAndY);
  if (!selection.ok()) return selection.failure();
  auto request = request_without_data(arguments, model);
  if (!request.ok()) return request.failure();
  if (arguments.given("shared")) return usage_failure("--shared needs several data files");
  if (const auto failure = choose_points(arguments, table, *request)) return *failure;
  *request->mutable_predictors() = std::move(selection->predictors);
  *request->mutable_y() = *std::move(selection->y);
  if (selection->sigma) *request->mutable_sigma() = *std::move(selection->sigma);
  return request;
}

Outcome<v1::FitRequest> make_global_request(const Arguments& arguments, const v1::Model& model,
                                            const std::vector<Table>& tables) {
  for (const char* option : {"mask", "omit-nan", "y-covariance"}) {
    if (!arguments.given(option)) continue;
    return usage_failure(std::string("--") + option + " is for a fit of one data file");
  }
  auto request = request_without_data(arguments, model);
  if (!request.ok()) return request.failure();
  for (const Table& table : tables) {
    auto selection = select_columns(arguments, model, table, Need::kPredictorsAndY);
    if (!selection.ok()) return selection.failure();
    v1::DataSet& set = *request->add_data_sets();
    *set.mutable_predictors() = std::move(selection->predictors);
    *set.mutable_y() = *std::move(selection->y);
    if (selection->sigma) *set.mutable_sigma() = *std::move(selection->sigma);
  }
  for (const std::string& name : arguments.names("shared")) request->add_shared(name);
  return request;
}

}  // namespace fitd::ctl
