#include <string>
#include <utility>

#include "client-examples/cpp/columns.h"
#include "client-examples/cpp/numbers.h"
#include "client-examples/cpp/report.h"

namespace fitd::ctl {
namespace {

// ROLE_LOCATION -> location.
std::string role_text(v1::ModelParameter::Role role) {
  std::string text = v1::ModelParameter::Role_Name(role).substr(sizeof "ROLE_" - 1);
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

std::string bounds_text(const v1::ModelParameter& parameter) {
  const auto [min, max] =
      std::pair(significant(parameter.min(), 6), significant(parameter.max(), 6));
  if (parameter.has_min() && parameter.has_max()) return min + " to " + max;
  if (parameter.has_min()) return ">= " + min;
  if (parameter.has_max()) return "<= " + max;
  return "";
}

std::string parameters_text(const v1::Model& model, const Style& style) {
  Columns columns({Align::kLeft, Align::kLeft, Align::kLeft, Align::kLeft});
  for (const auto& parameter : model.parameters()) {
    std::string description = parameter.description();
    if (parameter.has_fixed_default()) {
      description += "; fixed at " + significant(parameter.fixed_default(), 6) + " unless freed";
    }
    columns.add({style.cyan(parameter.name()), style.dim(role_text(parameter.role())),
                 bounds_text(parameter), description});
  }
  return columns.text(2);
}

std::string derived_text(const v1::Model& model, const Style& style) {
  Columns columns({Align::kLeft, Align::kLeft, Align::kLeft});
  for (const auto& quantity : model.derived()) {
    columns.add(
        {style.cyan(quantity.name()), quantity.description(), style.dim(quantity.formula())});
  }
  return columns.text(2);
}

std::string example_text(const v1::Model& model) {
  std::string text;
  for (int i = 0; i < model.example().parameters_size() && i < model.parameters_size(); ++i) {
    text += (i == 0 ? "" : ", ") + model.parameters(i).name() + " = " +
            round_trip(model.example().parameters(i));
  }
  for (int i = 0; i < model.example().ranges_size() && i < model.predictors_size(); ++i) {
    const auto& range = model.example().ranges(i);
    text += (i == 0 ? " over " : ", ") + model.predictors(i).name() + " = " +
            round_trip(range.from()) + " to " + round_trip(range.to());
  }
  return text;
}

}  // namespace

std::string model_report(const v1::Model& model, const Style& style) {
  std::string text = style.bold(model.name()) + "  " + model.description() + "\n  " +
                     style.cyan("y = " + model.formula()) + "\n\n" + style.bold("Parameters") +
                     "\n" + parameters_text(model, style) + "\n";
  if (model.derived_size() > 0) {
    text += style.bold("Derived") + "\n" + derived_text(model, style) + "\n";
  }
  text += style.bold("Predictors") + "\n";
  Columns predictors({Align::kLeft, Align::kLeft});
  for (const auto& predictor : model.predictors()) {
    predictors.add({style.cyan(predictor.name()), predictor.description()});
  }
  text += predictors.text(2) + "\n";
  Columns facts({Align::kLeft, Align::kLeft});
  facts.add({"group", model.group()});
  std::string aliases;
  for (const auto& alias : model.aliases()) aliases += (aliases.empty() ? "" : ", ") + alias;
  if (!aliases.empty()) facts.add({"aliases", aliases});
  facts.add({"starting values",
             model.can_guess() ? "estimated from the data where left out" : "all must be given"});
  facts.add({"example", example_text(model)});
  facts.add({"version", std::to_string(model.version())});
  return text + facts.text(2);
}

}  // namespace fitd::ctl
