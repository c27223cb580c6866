#include "server/convert_model.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/arrays.h"
#include "server/limits.h"
#include "server/rpc_status.h"
#include "server/validate_data.h"

namespace fitd::server {
namespace {

// Points between two looks at the stop token.
constexpr std::size_t kBlock = 4096;

void set_parameter(const models::ParameterInfo& info, v1::ModelParameter& parameter) {
  parameter.set_name(info.name);
  parameter.set_description(info.description);
  parameter.set_role(to_role(info.role));
  if (std::isfinite(info.min)) parameter.set_min(info.min);
  if (std::isfinite(info.max)) parameter.set_max(info.max);
  if (info.fixed_default) parameter.set_fixed_default(*info.fixed_default);
}

bool contains(absl::string_view text, absl::string_view lower_case_part) {
  return absl::StrContains(absl::AsciiStrToLower(text), lower_case_part);
}

bool matches(const models::ModelInfo& info, const std::string& group, const std::string& text) {
  if (!group.empty() && info.group != group) return false;
  if (contains(info.name, text) || contains(info.description, text)) return true;
  return std::any_of(info.aliases.begin(), info.aliases.end(),
                     [&](const std::string& alias) { return contains(alias, text); });
}

std::vector<std::vector<double>> take_predictors(const PredictorMap& predictors,
                                                 const models::Model& model) {
  std::vector<std::vector<double>> columns;
  for (int k = 0; k < model.num_predictors(); ++k) {
    columns.push_back(to_vector(*find_predictor(predictors, model, k)));
  }
  return columns;
}

std::vector<std::span<const double>> spans_of(const std::vector<std::vector<double>>& columns) {
  return {columns.begin(), columns.end()};
}

}  // namespace

v1::ModelParameter::Role to_role(models::Role role) {
  switch (role) {
    case models::Role::kLocation:
      return v1::ModelParameter::ROLE_LOCATION;
    case models::Role::kScale:
      return v1::ModelParameter::ROLE_SCALE;
    case models::Role::kHeight:
      return v1::ModelParameter::ROLE_HEIGHT;
    case models::Role::kShape:
      return v1::ModelParameter::ROLE_SHAPE;
    case models::Role::kOffset:
      return v1::ModelParameter::ROLE_OFFSET;
    case models::Role::kRate:
      return v1::ModelParameter::ROLE_RATE;
  }
  return v1::ModelParameter::ROLE_UNSPECIFIED;
}

std::optional<models::Role> from_role(v1::ModelParameter::Role role) {
  using models::Role;
  for (const Role candidate :
       {Role::kLocation, Role::kScale, Role::kHeight, Role::kShape, Role::kOffset, Role::kRate}) {
    if (to_role(candidate) == role) return candidate;
  }
  return std::nullopt;
}

v1::Model to_message(const models::Model& model) {
  const models::ModelInfo& info = model.info();
  v1::Model message;
  message.set_name(info.name);
  message.set_version(info.version);
  message.set_group(info.group);
  message.set_description(info.description);
  message.set_formula(info.formula);
  for (const auto& parameter : info.parameters) set_parameter(parameter, *message.add_parameters());
  if (const auto* defined = dynamic_cast<const expression::ExpressionModel*>(&model)) {
    for (std::size_t j = 0; j < defined->starts().size(); ++j) {
      if (const auto start = defined->starts()[j]) {
        message.mutable_parameters(static_cast<int>(j))->set_start(*start);
      }
    }
  }
  for (const auto& from : info.predictors) {
    auto* predictor = message.add_predictors();
    predictor->set_name(from.name);
    predictor->set_description(from.description);
  }
  for (const auto& from : info.derived) {
    auto* quantity = message.add_derived();
    quantity->set_name(from.name);
    quantity->set_description(from.description);
    quantity->set_formula(from.formula);
  }
  message.mutable_aliases()->Add(info.aliases.begin(), info.aliases.end());
  message.set_can_guess(model.can_guess());
  auto* example = message.mutable_example();
  example->mutable_parameters()->Add(info.example.parameters.begin(),
                                     info.example.parameters.end());
  for (const auto& from : info.example.ranges) {
    auto* range = example->add_ranges();
    range->set_from(from.from);
    range->set_to(from.to);
  }
  return message;
}

v1::ListModelsResponse list_models(const ModelRegistry& registry,
                                   const v1::ListModelsRequest& request) {
  const int page_size = request.page_size() == 0 ? kMaxPageSize : request.page_size();
  const std::string text = absl::AsciiStrToLower(request.text());
  std::int32_t skip = 0;
  if (!request.page_token().empty() && !absl::SimpleAtoi(request.page_token(), &skip)) skip = 0;
  v1::ListModelsResponse response;
  std::int32_t found = 0;
  for (const ModelPointer& model : registry.models()) {
    if (!matches(model->info(), request.group(), text)) continue;
    if (found++ < skip) continue;
    if (response.models_size() == page_size) {
      response.set_next_page_token(absl::StrCat(skip + page_size));
      break;
    }
    *response.add_models() = to_message(*model);
  }
  return response;
}

absl::Status evaluate_model(const v1::EvaluateModelRequest& request, const models::Model& model,
                            const std::stop_token& stop, v1::EvaluateModelResponse& response) {
  const auto columns = take_predictors(request.predictors(), model);
  const auto x = spans_of(columns);
  const std::size_t m = columns[0].size();
  const auto num_parameters = static_cast<std::size_t>(model.num_parameters());
  const std::vector<double> p(request.parameters().begin(), request.parameters().end());
  std::vector<double> f(m);
  std::vector<double> df(request.jacobian() ? m * num_parameters : 0);
  for (std::size_t first = 0; first < m; first += kBlock) {
    if (stop.stop_requested()) return cancelled();
    const std::size_t count = std::min(kBlock, m - first);
    const auto values = std::span(f).subspan(first, count);
    if (request.jacobian()) {
      model.derivatives(x, first, p, values,
                        std::span(df).subspan(first * num_parameters, count * num_parameters));
    } else {
      model.values(x, first, p, values);
    }
  }
  const Encoding encoding = encoding_like(*find_predictor(request.predictors(), model, 0));
  const auto rows = static_cast<std::int64_t>(m);
  *response.mutable_values() = to_array(f, {rows}, encoding);
  if (request.jacobian()) {
    *response.mutable_jacobian() = to_array(df, {rows, model.num_parameters()}, encoding);
  }
  return absl::OkStatus();
}

void guess_parameters(const v1::GuessParametersRequest& request, const models::Model& model,
                      v1::GuessParametersResponse& response) {
  const auto columns = take_predictors(request.predictors(), model);
  const std::vector<double> guess = model.guess(spans_of(columns), to_vector(request.y()));
  response.mutable_parameters()->Add(guess.begin(), guess.end());
  for (const auto& parameter : model.info().parameters) response.add_names(parameter.name);
}

}  // namespace fitd::server
