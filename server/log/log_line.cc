#include "server/log/log_line.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/violations.h"
#include "spdlog/formatter.h"
#include "spdlog/pattern_formatter.h"
#include "spdlog/sinks/stdout_color_sinks.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace fitd::server {
namespace {

// Tells the log's format: a logger has no other place for it.
constexpr char kJsonLogger[] = "fitd-json";

// A line that is not a LogLine's becomes one with a message.
class JsonFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& to) override {
    prefix_.format(message, to);
    const absl::string_view payload(message.payload.data(), message.payload.size());
    const bool is_line = payload.size() > 8 && payload.substr(0, 8) == "\"event\":";
    const std::string members =
        is_line ? std::string(payload) : absl::StrCat("\"message\":", json_string(payload));
    to.append(members.data(), members.data() + members.size());
    constexpr absl::string_view kEnd = "}\n";
    to.append(kEnd.data(), kEnd.data() + kEnd.size());
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JsonFormatter>();
  }

 private:
  // Only the time and the level: the payload is added above.
  spdlog::pattern_formatter prefix_{R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",)",
                                    spdlog::pattern_time_type::local, ""};
};

}  // namespace

std::string json_string(absl::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (byte < 0x20 || byte > 0x7e) {
      // Bytes that are no ASCII may be no UTF-8 either.
      absl::StrAppendFormat(&json, "\\u%04x", byte);
    } else {
      json += c;
    }
  }
  return json + "\"";
}

LogLine::LogLine(absl::string_view event)
    : text_(event), json_(absl::StrCat("\"event\":", json_string(event))) {}

LogLine& LogLine::add(absl::string_view name, absl::string_view value) {
  absl::StrAppend(&text_, " ", name, "=", value);
  absl::StrAppend(&json_, ",", json_string(name), ":", json_string(value));
  return *this;
}

LogLine& LogLine::add(absl::string_view name, std::int64_t value) {
  absl::StrAppend(&text_, " ", name, "=", value);
  absl::StrAppend(&json_, ",", json_string(name), ":", value);
  return *this;
}

LogLine& LogLine::add(absl::string_view name, double value) {
  absl::StrAppendFormat(&text_, " %s=%.3f", name, value);
  absl::StrAppendFormat(&json_, ",%s:%.3f", json_string(name), value);
  return *this;
}

LogLine& LogLine::add_quoted(absl::string_view name, absl::string_view value) {
  if (value.empty()) return *this;
  absl::StrAppend(&text_, " ", name, "=", in_quotes(value));
  absl::StrAppend(&json_, ",", json_string(name), ":", json_string(value));
  return *this;
}

LogLine& LogLine::add_labels(const std::map<std::string, std::string>& labels) {
  if (labels.empty()) return *this;
  std::string members;
  for (const auto& [key, value] : labels) {
    absl::StrAppend(&text_, " label.", in_quotes(key), "=", in_quotes(value));
    absl::StrAppend(&members, members.empty() ? "" : ",", json_string(key), ":",
                    json_string(value));
  }
  absl::StrAppend(&json_, ",\"labels\":{", members, "}");
  return *this;
}

void LogLine::write() const {
  const bool in_json = spdlog::default_logger_raw()->name() == kJsonLogger;
  spdlog::info("{}", in_json ? json_ : text_);
}

void set_up_log(const std::string& level, const std::string& format) {
  if (format == "json") {
    auto logger = spdlog::stderr_logger_mt(kJsonLogger);
    logger->set_formatter(std::make_unique<JsonFormatter>());
    spdlog::set_default_logger(std::move(logger));
  } else {
    spdlog::set_default_logger(spdlog::stderr_color_mt("fitd"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  }
  spdlog::set_level(spdlog::level::from_str(level));
}

}  // namespace fitd::server
