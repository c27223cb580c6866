#include "solver/expression/symbols.h"

#include <algorithm>

namespace fitd::expression {

Symbols::Symbols(std::span<const std::string> predictors)
    : declared_(predictors.begin(), predictors.end()) {
  std::erase(declared_, "");
  std::sort(declared_.begin(), declared_.end());
}

void Symbols::declare_predictor(std::string_view name) {
  if (!is_predictor(name)) declared_.emplace_back(name);
}

bool Symbols::is_predictor(std::string_view name) const {
  return name == "x" || std::find(declared_.begin(), declared_.end(), name) != declared_.end();
}

int Symbols::predictor(std::string_view name) {
  const auto [place, fresh] = predictor_index_.emplace(name, static_cast<int>(predictors_.size()));
  if (fresh) {
    predictors_.push_back({std::string(name), "independent variable"});
    ranges_.push_back({0, 1});
  }
  return place->second;
}

int Symbols::parameter(std::string_view name) {
  const auto [place, fresh] = parameter_index_.emplace(name, static_cast<int>(parameters_.size()));
  if (fresh) {
    parameters_.push_back({std::string(name), "", models::Role::kShape});
    example_.push_back(1);
    described_.push_back(false);
  }
  return place->second;
}

void Symbols::describe_predictor(int k, const models::PredictorInfo& info,
                                 const std::optional<models::Range>& range) {
  const auto place = static_cast<std::size_t>(k);
  predictors_[place].description = info.description;
  if (range) ranges_[place] = *range;
}

bool Symbols::describe_parameter(int j, const models::ParameterInfo& info,
                                 std::optional<double> example) {
  const auto place = static_cast<std::size_t>(j);
  if (described_[place]) return false;
  described_[place] = true;
  const std::string name = parameters_[place].name;
  parameters_[place] = info;
  parameters_[place].name = name;
  if (example) example_[place] = *example;
  return true;
}

void Symbols::complete() {
  if (predictors_.empty()) predictor(declared_.empty() ? "x" : declared_.front());
}

}  // namespace fitd::expression
