#include "client-examples/cpp/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "client-examples/cpp/columns.h"
#include "client-examples/cpp/numbers.h"
#include "client-examples/cpp/uncertainty.h"
#include "client-examples/cpp/values.h"

namespace fitd::ctl {
namespace {

constexpr double kLeastCorrelation = 0.1;
constexpr auto kLeft = Align::kLeft;
constexpr auto kRight = Align::kRight;

// Room for the sign, so that digits stand below digits.
std::string signed_number(double number) {
  return (std::signbit(number) ? "" : " ") + significant(number, 8);
}

std::string correlation_text(double correlation) {
  char text[16];
  std::snprintf(text, sizeof text, "% .4f", correlation);
  return text;
}

template <class Quantity>
std::string relative_error(const Quantity& quantity) {
  if (quantity.value() == 0) return "";
  const double percent = 100 * quantity.standard_error() / std::abs(quantity.value());
  return "(" + significant(percent, 3) + " %)";
}

std::string parameters_text(const v1::FitResult& result, const Style& style, bool utf8) {
  const std::string plus_minus = utf8 ? "± " : "+- ";
  Columns columns({kLeft, kLeft, kLeft, kRight, kLeft});
  for (const auto& parameter : result.parameters()) {
    std::vector<std::string> row = {parameter.name(), style.bold(signed_number(parameter.value()))};
    if (parameter.fixed()) {
      row.insert(row.end(), {style.dim("fixed")});
    } else if (parameter.at_bound() != v1::BOUND_UNSPECIFIED) {
      const bool at_min = parameter.at_bound() == v1::BOUND_MIN;
      row.insert(row.end(), {style.yellow(at_min ? "at its min" : "at its max"), "",
                             style.dim("start " + significant(parameter.start(), 6))});
    } else {
      const bool known = parameter.has_standard_error();
      const bool constant = !known && !parameter.expression().empty();  // made of fixed ones
      row.push_back(
          constant ? "" : plus_minus + (known ? significant(parameter.standard_error(), 3) : "?"));
      row.push_back(known ? relative_error(parameter) : "");
      row.push_back(style.dim(parameter.expression().empty()
                                  ? "start " + significant(parameter.start(), 6)
                                  : "= " + parameter.expression()));
    }
    columns.add(std::move(row));
  }
  std::string text = columns.text(2);
  const auto lacks_error = [](const v1::FittedParameter& parameter) {
    return !parameter.fixed() && parameter.at_bound() == v1::BOUND_UNSPECIFIED &&
           !parameter.has_standard_error() && parameter.expression().empty();
  };
  if (std::ranges::any_of(result.parameters(), lacks_error)) {
    const bool no_freedom = result.statistics().degrees_of_freedom() == 0;
    text += style.yellow(no_freedom ? "  no standard errors: as many parameters as data points\n"
                                    : "  no standard errors: the data leave parameters open\n");
  }
  return text;
}

// What follows from the parameters, with what it means.
std::string derived_text(const v1::FitResult& result, const v1::Model& model, const Style& style,
                         bool utf8) {
  const std::string plus_minus = utf8 ? "± " : "+- ";
  Columns columns({kLeft, kLeft, kLeft, kRight, kLeft});
  for (const auto& quantity : result.derived()) {
    const bool known = quantity.has_standard_error();
    const auto described = std::ranges::find_if(
        model.derived(), [&](const auto& known_as) { return known_as.name() == quantity.name(); });
    columns.add({quantity.name(), style.bold(signed_number(quantity.value())),
                 known ? plus_minus + significant(quantity.standard_error(), 3) : "",
                 known ? relative_error(quantity) : "",
                 described == model.derived().end() ? "" : style.dim(described->description())});
  }
  return columns.text(2);
}

// The pairs of free parameters that depend on each other, the strongest first.
std::string correlations_text(const v1::FitResult& result) {
  const auto n = static_cast<std::size_t>(result.free_names_size());
  const std::vector<double> c = to_numbers(result.correlation());
  if (c.size() != n * n) return "";
  struct Pair {
    std::string names;
    double correlation;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) {
      if (std::abs(c[i * n + j]) < kLeastCorrelation) continue;
      const auto name = [&](std::size_t k) { return result.free_names(static_cast<int>(k)); };
      pairs.push_back({name(i) + ", " + name(j), c[i * n + j]});
    }
  }
  std::ranges::stable_sort(pairs, std::ranges::greater{},
                           [](const Pair& pair) { return std::abs(pair.correlation); });
  Columns columns({kLeft, kLeft});
  for (const Pair& pair : pairs) columns.add({pair.names, correlation_text(pair.correlation)});
  return columns.text(2);
}

// Of a global fit.
std::string data_sets_text(const v1::FitResult& result, bool utf8) {
  const std::string chi = utf8 ? "χ²" : "chi-square";
  const std::string r_squared = utf8 ? "R²" : "R-squared";
  Columns columns({kLeft, kLeft, kLeft, kLeft});
  for (const auto& set : result.data_sets()) {
    columns.add({set.name(), std::to_string(set.num_points()) + " points",
                 set.has_chi_square() ? chi + " " + significant(set.chi_square(), 8) : "",
                 set.has_r_squared() ? r_squared + " " + significant(set.r_squared(), 8) : ""});
  }
  return columns.text(2);
}

std::string statistics_text(const v1::FitResult& result, bool utf8) {
  const v1::Statistics& s = result.statistics();
  const std::string chi = utf8 ? "χ²" : "chi-square";
  const std::string r_squared = utf8 ? "R²" : "R-squared";
  const auto known = [](bool has, double number) { return has ? significant(number, 8) : "-"; };
  const std::int64_t points = s.degrees_of_freedom() + result.free_names_size();
  Columns columns({kLeft, kLeft, kLeft, kLeft});
  columns.add({"data points", std::to_string(points), "free parameters",
               std::to_string(result.free_names_size())});
  columns.add({chi, significant(s.chi_square(), 8), "reduced " + chi,
               known(s.has_reduced_chi_square(), s.reduced_chi_square())});
  columns.add({r_squared, known(s.has_r_squared(), s.r_squared()), "residual norm",
               significant(s.residual_norm(), 8)});
  columns.add({"AIC", known(s.has_aic(), s.aic()), "BIC", known(s.has_bic(), s.bic())});
  const std::string omitted = result.num_omitted() > 0 ? std::to_string(result.num_omitted()) : "";
  if (s.has_objective() || !omitted.empty()) {
    // With a likelihood there are an AIC and a deviance, under a robust loss neither.
    const std::string name = s.has_aic() ? "deviance" : "loss";
    columns.add({s.has_objective() ? name : "points left out",
                 s.has_objective() ? significant(s.objective(), 8) : omitted,
                 s.has_objective() && !omitted.empty() ? "points left out" : "",
                 s.has_objective() ? omitted : ""});
  }
  return columns.text(2);
}

std::string arithmetic_name(v1::Arithmetic arithmetic) {
  switch (arithmetic) {
    case v1::ARITHMETIC_REFERENCE:
      return "reference";
    case v1::ARITHMETIC_CERTIFIED:
      return "certified";
    default:
      return "fast";
  }
}

std::string work_text(const v1::FitResult& result) {
  const v1::Provenance& by = result.provenance();
  const bool analytic = by.jacobian() != v1::JACOBIAN_FORWARD_DIFFERENCE;
  return "  nfev " + std::to_string(result.infodict().nfev()) + ", njev " +
         std::to_string(result.infodict().njev()) + "; queued " +
         readable(result.timing().queue_wait()) + ", solved in " +
         readable(result.timing().solve()) + "\n  fitd " + by.fitd_version() + ", " + by.model() +
         " version " + std::to_string(by.model_version()) + ", " +
         (analytic ? "analytic derivatives" : "forward differences") + ", " +
         arithmetic_name(by.arithmetic()) + " arithmetic\n";
}

// What many starts found, the fit itself first, and how many of them led there.
std::string minima_text(const v1::FitResult& result, bool utf8) {
  constexpr int kMostShown = 10;
  std::vector<std::string> heading = {utf8 ? "χ²" : "chi-square", "starts"};
  heading.insert(heading.end(), result.free_names().begin(), result.free_names().end());
  std::vector<Align> alignment(heading.size(), kLeft);
  alignment[1] = kRight;
  Columns columns(std::move(alignment));
  columns.add(std::move(heading));
  const int shown = std::min(result.minima_size(), kMostShown);
  for (int k = 0; k < shown; ++k) {
    const v1::Minimum& minimum = result.minima(k);
    std::vector<std::string> row = {significant(minimum.chi_square(), 8),
                                    std::to_string(minimum.starts())};
    for (const double x : minimum.x()) row.push_back(signed_number(x));
    columns.add(std::move(row));
  }
  const int more = result.minima_size() - shown;
  return columns.text(2) + (more > 0 ? "  and " + std::to_string(more) + " more\n" : "");
}

std::string not_finite_text(const v1::NonFinite& where) {
  const std::string what =
      where.has_parameter() ? "the derivative by " + where.parameter() : "the model";
  return "  " + what + " is " + significant(where.value(), 6) + " at data point " +
         std::to_string(where.index()) + "\n";
}

}  // namespace

bool converged(const v1::FitResult& result) {
  return result.has_ier() && result.ier() >= 1 && result.ier() <= 4;
}

std::string stop_reason(const v1::FitResult& result) {
  const std::string ier = result.has_ier() ? "ier " + std::to_string(result.ier()) + ": " : "";
  std::string text;
  for (const std::string& line : split(result.mesg(), '\n')) {
    text += (text.empty() ? "" : "\n  ") + line;
  }
  return ier + text;
}

std::string fit_report(const v1::FitResult& result, const v1::Model& model, const Style& style,
                       bool utf8) {
  const std::string reason = stop_reason(result);
  // The name of an expression is its formula.
  const std::string name = model.name() == model.formula() ? "" : model.name() + "  ";
  std::string text = style.bold("Model") + "\n  " + name + style.cyan(model.formula()) + "\n\n" +
                     style.bold("Stopped") + "\n  " +
                     (converged(result) ? style.green(reason) : style.yellow(reason)) + "\n";
  if (result.has_non_finite()) text += not_finite_text(result.non_finite());
  text += "\n" + style.bold("Parameters") + "\n" + parameters_text(result, style, utf8);
  if (const std::string warnings = warnings_text(result, style); !warnings.empty()) {
    text += "\n" + style.bold("Warnings") + "\n" + warnings;
  }
  if (result.derived_size() > 0) {
    text += "\n" + style.bold("Derived") + "\n" + derived_text(result, model, style, utf8);
  }
  if (const std::string intervals = intervals_text(result); !intervals.empty()) {
    text += "\n" + style.bold("Intervals by profile likelihood") + "\n" + intervals;
  }
  const std::string correlations = correlations_text(result);
  if (!correlations.empty()) {
    text += "\n" + style.bold("Correlations above 0.1") + "\n" + correlations;
  }
  if (result.data_sets_size() > 0) {
    text += "\n" + style.bold("Data sets") + "\n" + data_sets_text(result, utf8);
  }
  if (result.minima_size() > 0) {
    text += "\n" + style.bold("Minima") + "\n" + minima_text(result, utf8);
  }
  text += "\n" + style.bold("Statistics") + "\n" + statistics_text(result, utf8);
  return text + "\n" + style.bold("Work") + "\n" + work_text(result);
}

std::string fit_csv(const v1::FitResult& result) {
  std::string text = "name,value,standard_error,fixed,start\n";
  for (const auto& parameter : result.parameters()) {
    text += parameter.name() + "," + round_trip(parameter.value()) + "," +
            (parameter.has_standard_error() ? round_trip(parameter.standard_error()) : "") + "," +
            (parameter.fixed() ? "true" : "false") + "," + round_trip(parameter.start()) + "\n";
  }
  return text;
}

}  // namespace fitd::ctl
