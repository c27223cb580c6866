#include "client-examples/cpp/nist_table.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

constexpr int kDecimals = 10;      // NIST certifies 11 significant digits
constexpr int kErrorDecimals = 4;  // of standard errors
constexpr int kNameWidth = 4;      // b1 to b9
constexpr int kValueWidth = 17;    // sign, 11 digits, point, exponent
constexpr int kErrorWidth = 10;
constexpr double kManyDigits = 6;

const v1::FittedParameter* find(const v1::FitResult& result, const std::string& name) {
  const auto found = std::ranges::find(result.parameters(), name, &v1::FittedParameter::name);
  return found == result.parameters().end() ? nullptr : &*found;
}

std::string row_text(const std::string& name, const std::string& value, const std::string& error,
                     const std::string& certified, const std::string& certified_error,
                     const std::string& digits) {
  return "  " + padded_right(name, kNameWidth) + padded_left(value, kValueWidth) + "  " +
         padded_right(error, kErrorWidth) + "  " + padded_left(certified, kValueWidth) + "  " +
         padded_right(certified_error, kErrorWidth) + "  " + padded_left(digits, 6) + "\n";
}

// The leading digits that both texts share stand out, the rest recedes.
std::string compared(const std::string& text, const std::string& certified, const Style& style) {
  if (text.substr(text.find('e')) != certified.substr(certified.find('e'))) return style.red(text);
  const auto differs = std::ranges::mismatch(text, certified).in1;
  return style.green({text.begin(), differs}) + style.dim({differs, text.end()});
}

std::string judged(double digits, const Style& style) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", digits);
  if (digits < kRequiredDigits) return style.red(text);
  return digits < kManyDigits ? style.yellow(text) : style.green(text);
}

double digits_of(const NistParameter& parameter, const v1::FitResult& result) {
  const auto* fitted = find(result, parameter.name);
  return fitted ? digits_agreed(fitted->value(), parameter.certified) : 0;
}

std::string title(const NistFit& fit) {
  return fit.set.name + " start " + std::to_string(fit.start);
}

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

double fewest_digits(const NistFit& fit) {
  double fewest = digits_agreed(1, 1);
  for (const auto& parameter : fit.set.parameters) {
    fewest = std::min(fewest, digits_of(parameter, fit.result));
  }
  return fewest;
}

std::string nist_heading(const Style& style, bool utf8) {
  const std::string error = utf8 ? "± error" : "+- error";
  return style.bold(row_text("", "fitted", error, "certified", error, "digits"));
}

std::string nist_rows(const NistFit& fit, const Style& style) {
  const v1::Infodict& counts = fit.result.infodict();
  const std::string ier = fit.result.has_ier() ? "ier " + std::to_string(fit.result.ier())
                                               : v1::Termination_Name(fit.result.termination());
  std::string text =
      style.bold(fit.set.name) + " " +
      style.dim(counted(fit.set.y.size(), "point") + ", start " + std::to_string(fit.start) + ": " +
                ier + ", nfev " + std::to_string(counts.nfev()) + ", njev " +
                std::to_string(counts.njev()) + ", " + readable(fit.result.timing().solve())) +
      "\n";
  for (const auto& parameter : fit.set.parameters) {
    const auto* fitted = find(fit.result, parameter.name);
    if (!fitted) continue;
    const std::string certified = scientific(parameter.certified, kDecimals);
    const std::string value = scientific(fitted->value(), kDecimals);
    const std::string error =
        fitted->has_standard_error() ? scientific(fitted->standard_error(), kErrorDecimals) : "-";
    text += row_text(parameter.name, compared(value, certified, style), error, certified,
                     style.dim(scientific(parameter.deviation, kErrorDecimals)),
                     judged(digits_of(parameter, fit.result), style));
  }
  return text;
}

std::string nist_summary(std::span<const NistFit> fits, const Style& style) {
  if (fits.empty()) return "";
  std::size_t parameters = 0;
  std::string failed;
  for (const NistFit& fit : fits) {
    parameters += fit.set.parameters.size();
    if (fewest_digits(fit) < kRequiredDigits) failed += (failed.empty() ? "" : ", ") + title(fit);
  }
  const NistFit& worst = *std::ranges::min_element(fits, {}, fewest_digits);
  const std::string all = counted(fits.size(), "fit") + ", " + counted(parameters, "parameter") +
                          "; fewest digits " + judged(fewest_digits(worst), style) + " (" +
                          title(worst) + ")\n";
  const std::string required = significant(kRequiredDigits, 1) + " digits";
  if (!failed.empty()) {
    return all + style.red("fewer than " + required + " of the certified values: " + failed) + "\n";
  }
  return all + style.green("all agree with the certified values to " + required + " or more") +
         "\n";
}

}  // namespace fitd::ctl
