#include "client-examples/cpp/nist_file.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "client-examples/cpp/values.h"

namespace fitd::ctl {
namespace {

using Lines = std::vector<std::string>;

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// What follows `label` in the first line that holds it.
std::optional<std::string> after(const Lines& lines, std::string_view label) {
  for (const std::string& line : lines) {
    const auto at = line.find(label);
    if (at != std::string::npos) return line.substr(at + label.size());
  }
  return {};
}

// The lines of the header's `label (lines 41 to 47)`, counted from 1; empty where it lacks or lies.
Lines lines_of(const Lines& lines, std::string_view label) {
  const auto words = words_of(after(lines, label).value_or(""));  // (lines 41 to 47)
  if (words.size() < 4 || words[0] != "(lines") return {};
  const auto first = parse_integer(words[1]);
  const auto last = parse_integer(words[3].substr(0, words[3].find(')')));
  if (!first || !last || *first < 1 || *last < *first || *last > std::ssize(lines)) return {};
  return {lines.begin() + (*first - 1), lines.begin() + *last};
}

// All the numbers of a line; absent where a word is none.
std::optional<std::vector<double>> numbers_of(const std::string& line) {
  std::vector<double> numbers;
  for (const std::string& word : words_of(line)) {
    const auto number = parse_number(word);
    if (!number) return {};
    numbers.push_back(*number);
  }
  return numbers;
}

// `b1 = start1 start2 certified deviation`.
std::optional<NistParameter> parameter_of(const std::string& line) {
  const auto assignment = parse_pair(line);
  const auto numbers = assignment ? numbers_of(assignment->second) : std::nullopt;
  if (!numbers || numbers->size() != 4) return {};
  const auto& n = *numbers;
  return NistParameter{assignment->first, {n[0], n[1]}, n[2], n[3]};
}

// Rows of y and the predictors. What is wrong with them, if anything.
std::optional<std::string> read_rows(const Lines& rows, NistSet& set) {
  for (const std::string& line : rows) {
    const auto numbers = numbers_of(line);
    if (!numbers || numbers->size() < 2) return "'" + line + "' is not a row of data";
    if (set.predictors.empty()) set.predictors.resize(numbers->size() - 1);
    if (numbers->size() != set.predictors.size() + 1) return "rows of different lengths";
    set.y.push_back(numbers->front());
    for (std::size_t k = 0; k < set.predictors.size(); ++k) {
      set.predictors[k].push_back((*numbers)[k + 1]);
    }
  }
  return {};
}

std::optional<double> first_number(const std::optional<std::string>& text) {
  const auto words = words_of(text.value_or(""));
  return words.empty() ? std::nullopt : parse_number(words[0]);
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return text;
}

}  // namespace

std::string NistSet::model() const { return "nist_" + lower(name); }

Outcome<NistSet> read_nist(std::istream& in, const std::string& source) {
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.emplace_back(trimmed(line));
  const auto wrong = [&](const std::string& what) { return usage_failure(source + ": " + what); };

  NistSet set;
  const auto name = words_of(after(lines, "Dataset Name:").value_or(""));
  if (name.empty()) return wrong("not a NIST StRD file: no line 'Dataset Name:'");
  set.name = name[0];
  set.logarithm_of_y = after(lines, "log[y]").has_value();
  for (const std::string& line : lines_of(lines, "Starting Values")) {
    const auto parameter = parameter_of(line);
    if (!parameter) return wrong("'" + line + "' is not 'name = start start certified deviation'");
    set.parameters.push_back(*parameter);
  }
  if (set.parameters.empty()) return wrong("no starting values where the header has them");
  const auto rss = first_number(after(lines, "Residual Sum of Squares:"));
  if (!rss) return wrong("no line 'Residual Sum of Squares:'");
  set.residual_sum_of_squares = *rss;
  if (const auto failure = read_rows(lines_of(lines, "Data  "), set)) return wrong(*failure);
  const auto count = first_number(after(lines, "Number of Observations:"));
  if (!count || *count != static_cast<double>(set.y.size()) || set.y.empty()) {
    return wrong("the header's data lines do not hold 'Number of Observations:' rows");
  }
  return set;
}

Outcome<NistSet> read_nist_file(const std::string& path) {
  std::ifstream in(path);
  if (!in) return usage_failure("cannot read " + path);
  return read_nist(in, path);
}

double digits_agreed(double value, double certified) {
  constexpr double kCertifiedDigits = 11;
  const double scale = certified == 0 ? 1 : std::abs(certified);
  const double error = std::abs(value - certified) / scale;
  if (error == 0) return kCertifiedDigits;
  return std::clamp(-std::log10(error), 0.0, kCertifiedDigits);
}

}  // namespace fitd::ctl
