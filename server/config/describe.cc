#include "server/config/describe.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "server/config/settings.h"

namespace fitd::server {
namespace {

constexpr char kUsage[] =
    "fitd serves curve fits over gRPC.\n\n"
    "  fitd --listen=127.0.0.1:50051\n\n"
    "SIGTERM or SIGINT ends it: no call is taken any more, the running ones are finished.\n"
    "SIGHUP makes it read the files of --models_dir again.\n\n"
    "Every setting is a flag, a variable of the environment (FITD_LISTEN=...) and a line of the\n"
    "file of --config (listen = ...). A flag counts before a variable, a variable before the "
    "file.\n"
    "Sizes may have a unit (64MiB, 1GB), durations must (500ms, 30s, 1h30m).\n\n"
    "  --config=FILE\n"
    "      Configuration file: lines NAME = VALUE, comments after #. Also FITD_CONFIG.\n"
    "  --check_config\n"
    "      Print the configuration that counts and where each value comes from; 1 if it is wrong.\n"
    "  --help, --help=markdown, --version\n\n";

// "" where it would be read as a missing value, or its blanks or # would not be read as its own.
std::string quoted_if_needed(const std::string& value) {
  const bool needs = value.empty() || value.find_first_of(" \t#") != std::string::npos;
  return needs ? absl::StrCat("\"", value, "\"") : value;
}

}  // namespace

std::string help_text() {
  std::string text = kUsage;
  for (const Setting& setting : settings()) {
    absl::StrAppend(&text, "  --", setting.name, "=", setting.default_value, "\n      ",
                    setting.description, "\n      It must be ", setting.value.rule, ".\n");
  }
  return text;
}

std::string reference_text() {
  std::string text = "| setting | default | it must be | |\n| --- | --- | --- | --- |\n";
  for (const Setting& setting : settings()) {
    const std::string shown =
        setting.default_value.empty() ? "empty" : absl::StrCat("`", setting.default_value, "`");
    absl::StrAppend(&text, "| `", setting.name, "` | ", shown, " | ", setting.value.rule, " | ",
                    absl::StrReplaceAll(setting.description, {{"|", "\\|"}}), " |\n");
  }
  return text;
}

std::string effective_config(const Config& config) {
  std::vector<std::string> lines;
  for (const Setting& setting : settings()) {
    const std::string value = quoted_if_needed(setting.value.write(config.options));
    lines.push_back(absl::StrCat(setting.name, " = ", value));
  }
  const std::size_t width = std::ranges::max(lines, {}, &std::string::size).size();
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    absl::StrAppendFormat(&text, "%-*s  # %s\n", static_cast<int>(std::min<std::size_t>(width, 48)),
                          lines[i], config.origins[i]);
  }
  return text;
}

}  // namespace fitd::server
