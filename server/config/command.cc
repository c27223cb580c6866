#include "server/config/command.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/config/command_line.h"
#include "server/config/describe.h"
#include "server/version.h"

namespace fitd::server {
namespace {

// The file that --config names, else FITD_CONFIG; empty: none.
std::string config_path(const CommandLine& line, std::span<const char* const> environment) {
  if (!line.config.empty()) return line.config;
  for (absl::string_view variable : environment) {
    if (absl::ConsumePrefix(&variable, "FITD_CONFIG=")) return std::string(variable);
  }
  return "";
}

}  // namespace

absl::StatusOr<Command> read_command(std::span<const char* const> words,
                                     std::span<const char* const> environment) {
  const CommandLine line = read_command_line(words);
  if (line.flags.problems.empty()) {
    if (line.action == Action::kShowHelp) return Command{{}, help_text()};
    if (line.action == Action::kShowReference) return Command{{}, reference_text()};
    if (line.action == Action::kShowVersion) {
      return Command{{}, absl::StrCat("fitd ", kVersion, "\n")};
    }
  }
  std::vector<Source> sources;
  if (const std::string path = config_path(line, environment); !path.empty()) {
    auto file = read_config(path);
    if (!file.ok()) return file.status();
    sources.push_back(*std::move(file));
  }
  sources.push_back(read_environment(environment));
  sources.push_back(line.flags);
  auto config = combine(sources);
  if (!config.ok()) return config.status();
  if (line.action == Action::kCheckConfig) return Command{{}, effective_config(*config)};
  return Command{config->options, std::nullopt};
}

}  // namespace fitd::server
