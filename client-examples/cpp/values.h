// Numbers, durations and lists as a person types them.
#ifndef FITD_CLIENT_EXAMPLES_CPP_VALUES_H_
#define FITD_CLIENT_EXAMPLES_CPP_VALUES_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fitd::ctl {

// Without spaces, tabs and carriage returns at both ends.
std::string_view trimmed(std::string_view text);

// The parts between separators, trimmed; one empty part for an empty text.
std::vector<std::string> split(std::string_view text, char separator);

// The number that `text` is from end to end: decimal or exponent form, a leading + allowed, nan and
// inf in any case. Absent where it is none, or too large for a double.
std::optional<double> parse_number(std::string_view text);

std::optional<std::int64_t> parse_integer(std::string_view text);

// A number with a unit: 500us, 250ms, 5s, 2m, 1h; without one, seconds. Absent unless > 0 and under
// 100 years.
std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

// `name=value`, cut at the first =; absent without = or with an empty name.
std::optional<std::pair<std::string, std::string>> parse_pair(std::string_view text);

// What a parameter may be, from min to max; absent where there is no bound.
struct Range {
  std::optional<double> min;
  std::optional<double> max;
};

// `min:max`, either of them left out; absent where it is none of these, or both are left out.
std::optional<Range> parse_range(std::string_view text);

// The candidate a typing error for `text` could have meant; empty where none is close.
std::string closest(std::string_view text, const std::vector<std::string>& candidates);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_VALUES_H_
