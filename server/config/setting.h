// One setting of fitd: a key of the configuration file, a variable of the environment, a flag.
#ifndef FITD_SERVER_CONFIG_SETTING_H_
#define FITD_SERVER_CONFIG_SETTING_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/options.h"

namespace fitd::server {

// What a setting may be, and the field of Options that holds it.
struct Value {
  // Continues "must be", as "an integer from 0 to 4096".
  std::string rule;
  // Takes a value in; false where it breaks the rule.
  std::function<bool(absl::string_view text, Options& options)> read;
  // The value as read() takes it.
  std::function<std::string(const Options& options)> write;
};

struct Setting {
  std::string name;  // snake_case, as in the file; --name; FITD_NAME
  std::string default_value;
  Value value;
  std::string description;
};

inline constexpr std::int64_t kNoMaximum = std::numeric_limits<std::int64_t>::max();

// What stands for 0: "0: one for each core".
using Automatic = std::function<std::int64_t()>;

// An integer from `min` to `max`.
Value integer(int Options::*field, int min, int max, const Automatic& automatic = nullptr);
Value integer(std::int64_t Options::*field, std::int64_t min, std::int64_t max = kNoMaximum);

// Bytes: a number, or one with a unit, kB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB.
Value bytes(std::int64_t Options::*field, std::int64_t min, std::int64_t max = kNoMaximum,
            const Automatic& automatic = nullptr);

// Yes or no.
Value flag(bool Options::*field);

// A number over 0 and at most 1.
Value fraction(double Options::*field);

// As 500ms, 30s, 1h30m; from `min` to a year, which none that is meant exceeds.
Value duration(std::chrono::nanoseconds Options::*field, std::chrono::nanoseconds min);

// ADDRESS:PORT.
enum class Empty { kRefused, kAllowed };
Value address(std::string Options::*field, Empty empty = Empty::kRefused);

// One of `choices`.
Value choice(std::string Options::*field, std::vector<std::string> choices);

// Any text; `what` says what is meant, with its article.
Value text(std::string Options::*field, std::string what);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONFIG_SETTING_H_
