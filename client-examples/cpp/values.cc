#include "client-examples/cpp/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace fitd::ctl {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.emplace_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) return {};
  if (error == std::errc::result_out_of_range) {
    // from_chars does not say on which side; strtod does, and yields the 0 or subnormal.
    number = std::strtod(std::string(text).c_str(), nullptr);
    if (std::isinf(number)) return {};
  }
  return number;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || error != std::errc{}) return {};
  return number;
}

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) {
  constexpr double kCentury = 100 * 365.25 * 86400;
  constexpr std::pair<std::string_view, double> kUnits[] = {
      {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}};
  double unit = 1;
  for (const auto& [suffix, seconds] : kUnits) {
    if (!text.ends_with(suffix)) continue;
    text.remove_suffix(suffix.size());
    unit = seconds;
    break;
  }
  const auto number = parse_number(text);
  if (!number || !(*number > 0) || !(*number * unit < kCentury)) return {};
  return std::chrono::nanoseconds(std::llround(*number * unit * 1e9));
}

std::optional<std::pair<std::string, std::string>> parse_pair(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || trimmed(text.substr(0, equals)).empty()) return {};
  return std::pair(std::string(trimmed(text.substr(0, equals))),
                   std::string(trimmed(text.substr(equals + 1))));
}

std::optional<Range> parse_range(std::string_view text) {
  const std::vector<std::string> ends = split(text, ':');
  if (ends.size() != 2 || (ends[0].empty() && ends[1].empty())) return {};
  const Range range = {parse_number(ends[0]), parse_number(ends[1])};
  const bool right = (range.min || ends[0].empty()) && (range.max || ends[1].empty());
  return right ? std::optional(range) : std::nullopt;
}

namespace {

// Levenshtein's distance: insertions, deletions and substitutions from a to b.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substitution = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substitution, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string closest(std::string_view text, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = 3;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(text, candidate);
    if (distance >= best_distance || distance >= candidate.size()) continue;
    best = candidate;
    best_distance = distance;
  }
  return best;
}

}  // namespace fitd::ctl
