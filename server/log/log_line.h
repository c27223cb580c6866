// A line of the log with named values, as text or as JSON.
#ifndef FITD_SERVER_LOG_LOG_LINE_H_
#define FITD_SERVER_LOG_LOG_LINE_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace fitd::server {

// Text: `event name=value ...`; JSON: the members `"event":"event","name":value,...`. Not
// thread-safe.
class LogLine {
 public:
  explicit LogLine(absl::string_view event);

  // A word, or whatever a user wrote, which is escaped.
  LogLine& add(absl::string_view name, absl::string_view value);
  LogLine& add(absl::string_view name, std::int64_t value);
  // With three decimals.
  LogLine& add(absl::string_view name, double value);
  // The caller's own: in quotes, and left out where it is empty.
  LogLine& add_quoted(absl::string_view name, absl::string_view value);
  LogLine& add_labels(const std::map<std::string, std::string>& labels);

  // At the level info, in the form that the log has. Thread-safe.
  void write() const;

  const std::string& text() const { return text_; }
  // Without braces.
  const std::string& json() const { return json_; }

 private:
  std::string text_;
  std::string json_;
};

// A string as JSON, with its quotes.
std::string json_string(absl::string_view text);

// Sets the default log up: to the standard error, from `level` on, in the format "text" or "json".
void set_up_log(const std::string& level, const std::string& format);

}  // namespace fitd::server

#endif  // FITD_SERVER_LOG_LOG_LINE_H_
