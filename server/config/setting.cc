#include "server/config/setting.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

namespace fitd::server {
namespace {

constexpr std::chrono::hours kYear{24 * 365};

struct Unit {
  const char* name;
  std::int64_t bytes;
};
// The binary ones, which are written, from the largest down.
constexpr std::array<Unit, 9> kUnits = {{{"TiB", std::int64_t{1} << 40},
                                         {"GiB", std::int64_t{1} << 30},
                                         {"MiB", std::int64_t{1} << 20},
                                         {"KiB", std::int64_t{1} << 10},
                                         {"TB", 1'000'000'000'000},
                                         {"GB", 1'000'000'000},
                                         {"MB", 1'000'000},
                                         {"kB", 1'000},
                                         {"B", 1}}};
constexpr std::size_t kBinaryUnits = 4;

std::optional<std::int64_t> parse_integer(absl::string_view text) {
  std::int64_t value = 0;
  if (!absl::SimpleAtoi(text, &value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_bytes(absl::string_view text) {
  const auto* unit = std::ranges::find_if(
      kUnits, [&](const Unit& candidate) { return absl::EndsWith(text, candidate.name); });
  if (unit == kUnits.end()) return parse_integer(text);
  const auto number = parse_integer(text.substr(0, text.size() - std::string(unit->name).size()));
  std::int64_t value = 0;
  if (!number || __builtin_mul_overflow(*number, unit->bytes, &value)) return std::nullopt;
  return value;
}

std::string write_bytes(std::int64_t value) {
  const auto binary = std::span(kUnits).first(kBinaryUnits);
  const auto unit = std::ranges::find_if(
      binary, [&](const Unit& u) { return value >= u.bytes && value % u.bytes == 0; });
  if (unit == binary.end()) return absl::StrCat(value);
  return absl::StrCat(value / unit->bytes, unit->name);
}

std::string shortest(double value) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

std::string range(std::int64_t min, std::int64_t max, std::string (*write)(std::int64_t)) {
  if (max == kNoMaximum) return absl::StrCat("of at least ", write(min));
  return absl::StrCat("from ", write(min), " to ", write(max));
}

std::string write_integer(std::int64_t value) { return absl::StrCat(value); }

// gRPC itself would take 99999 for another port, and a missing one for 443.
bool has_port(absl::string_view address) {
  const std::size_t colon = address.rfind(':');
  int port = 0;
  return colon != absl::string_view::npos && absl::SimpleAtoi(address.substr(colon + 1), &port) &&
         port >= 0 && port <= 65535;
}

// A whole number that `parse` reads and `write` writes, in a field of type Integer.
template <class Integer>
Value whole(Integer Options::*field, const std::string& rule, std::int64_t min, std::int64_t max,
            const Automatic& automatic, std::optional<std::int64_t> (*parse)(absl::string_view),
            std::string (*write)(std::int64_t)) {
  return {.rule = rule,
          .read =
              [=](absl::string_view text, Options& options) {
                const auto value = parse(text);
                if (!value || *value < min || *value > max) return false;
                const bool is_automatic = automatic != nullptr && *value == 0;
                options.*field = static_cast<Integer>(is_automatic ? automatic() : *value);
                return true;
              },
          .write = [=](const Options& options) { return write(options.*field); }};
}

// Text of which `is_right` holds.
Value text_that(std::string Options::*field, std::string rule,
                std::function<bool(absl::string_view)> is_right) {
  return {.rule = std::move(rule),
          .read =
              [field, is_right = std::move(is_right)](absl::string_view text, Options& options) {
                if (!is_right(text)) return false;
                options.*field = std::string(text);
                return true;
              },
          .write = [field](const Options& options) { return options.*field; }};
}

}  // namespace

Value integer(int Options::*field, int min, int max, const Automatic& automatic) {
  return whole(field, absl::StrCat("an integer ", range(min, max, write_integer)), min, max,
               automatic, parse_integer, write_integer);
}

Value integer(std::int64_t Options::*field, std::int64_t min, std::int64_t max) {
  return whole(field, absl::StrCat("an integer ", range(min, max, write_integer)), min, max,
               nullptr, parse_integer, write_integer);
}

Value bytes(std::int64_t Options::*field, std::int64_t min, std::int64_t max,
            const Automatic& automatic) {
  return whole(field, absl::StrCat("a size ", range(min, max, write_bytes)), min, max, automatic,
               parse_bytes, write_bytes);
}

Value flag(bool Options::*field) {
  return {.rule = "true or false",
          .read = [=](absl::string_view text,
                      Options& options) { return absl::SimpleAtob(text, &(options.*field)); },
          .write = [=](const Options& options) { return options.*field ? "true" : "false"; }};
}

Value fraction(double Options::*field) {
  return {.rule = "a number over 0 and at most 1",
          .read =
              [=](absl::string_view text, Options& options) {
                double value = 0;
                if (!absl::SimpleAtod(text, &value) || !(value > 0 && value <= 1)) return false;
                options.*field = value;
                return true;
              },
          .write = [=](const Options& options) { return shortest(options.*field); }};
}

Value duration(std::chrono::nanoseconds Options::*field, std::chrono::nanoseconds min) {
  const absl::Duration least = absl::FromChrono(min);
  const absl::Duration most = absl::FromChrono(kYear);
  return {.rule = absl::StrCat("a duration from ", absl::FormatDuration(least), " to ",
                               absl::FormatDuration(most)),
          .read =
              [=](absl::string_view text, Options& options) {
                absl::Duration value;
                if (!absl::ParseDuration(text, &value) || value < least || value > most) {
                  return false;
                }
                options.*field = absl::ToChronoNanoseconds(value);
                return true;
              },
          .write =
              [=](const Options& options) {
                return absl::FormatDuration(absl::FromChrono(options.*field));
              }};
}

Value text(std::string Options::*field, std::string what) {
  return text_that(field, std::move(what), [](absl::string_view) { return true; });
}

Value address(std::string Options::*field, Empty empty) {
  const bool may_be_empty = empty == Empty::kAllowed;
  return text_that(
      field,
      absl::StrCat("ADDRESS:PORT, the port from 0 to 65535", may_be_empty ? ", or empty" : ""),
      [=](absl::string_view text) { return has_port(text) || (may_be_empty && text.empty()); });
}

Value choice(std::string Options::*field, std::vector<std::string> choices) {
  std::string rule =
      absl::StrCat(absl::StrJoin(choices.begin(), choices.end() - 1, ", "), " or ", choices.back());
  return text_that(field, std::move(rule), [choices = std::move(choices)](absl::string_view text) {
    return std::ranges::find(choices, text) != choices.end();
  });
}

}  // namespace fitd::server
