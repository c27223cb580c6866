#include "solver/expression/composite_derived.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "solver/expression/lexer.h"

namespace fitd::expression {
namespace {

// `formula` with the model's parameters under their names in the sum. A name before a parenthesis
// is a function.
std::string renamed(const std::string& formula, const models::ModelInfo& info,
                    const std::string& prefix) {
  std::string text;
  for (std::size_t i = 0; i < formula.size();) {
    const bool after_number = i > 0 && is_name_part(formula[i - 1]);
    if (!is_name_start(formula[i]) || after_number) {
      text += formula[i++];
      continue;
    }
    std::size_t end = i;
    while (end < formula.size() && is_name_part(formula[end])) ++end;
    const std::string name = formula.substr(i, end - i);
    const bool is_parameter =
        !(end < formula.size() && formula[end] == '(') &&
        std::ranges::find(info.parameters, name, &models::ParameterInfo::name) !=
            info.parameters.end();
    text += (is_parameter ? prefix : "") + name;
    i = end;
  }
  return text;
}

}  // namespace

CompositeDerived::CompositeDerived(std::span<const Term> terms,
                                   std::span<const models::ParameterInfo> parameters)
    : kept_(terms.size()) {
  std::set<std::string> taken;
  for (const auto& parameter : parameters) taken.insert(parameter.name);
  for (std::size_t t = 0; t < terms.size(); ++t) {
    const models::ModelInfo& info = terms[t].model->info();
    for (std::size_t k = 0; k < info.derived.size(); ++k) {
      models::DerivedInfo quantity = info.derived[k];
      quantity.name = terms[t].prefix + quantity.name;
      if (!taken.insert(quantity.name).second) continue;
      quantity.formula = renamed(quantity.formula, info, terms[t].prefix);
      infos_.push_back(std::move(quantity));
      kept_[t].push_back(k);
    }
  }
}

std::vector<models::DerivedValue> CompositeDerived::at(std::span<const Term> terms,
                                                       std::span<const double> p) const {
  std::vector<models::DerivedValue> all;
  for (std::size_t t = 0; t < terms.size(); ++t) {
    if (kept_[t].empty()) continue;
    std::vector<double> own;
    for (const int place : terms[t].parameters) own.push_back(p[static_cast<std::size_t>(place)]);
    const std::vector<models::DerivedValue> values = terms[t].model->derived(own);
    for (const std::size_t k : kept_[t]) {
      models::DerivedValue quantity{values[k].value, std::vector<double>(p.size(), 0.0)};
      for (std::size_t j = 0; j < own.size(); ++j) {
        quantity.gradient[static_cast<std::size_t>(terms[t].parameters[j])] = values[k].gradient[j];
      }
      all.push_back(std::move(quantity));
    }
  }
  return all;
}

}  // namespace fitd::expression
