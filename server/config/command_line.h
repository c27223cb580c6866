// The command line: what fitd is to do, and the settings given as flags.
#ifndef FITD_SERVER_CONFIG_COMMAND_LINE_H_
#define FITD_SERVER_CONFIG_COMMAND_LINE_H_

#include <span>
#include <string>

#include "server/config/sources.h"

namespace fitd::server {

enum class Action { kServe, kCheckConfig, kShowHelp, kShowReference, kShowVersion };

struct CommandLine {
  Action action = Action::kServe;
  std::string config;  // the file of --config; empty: none
  Source flags;        // in their order: of two with one name the last counts
};

// `words` without the program's name. --NAME=VALUE or --NAME VALUE, with one dash or two, hyphens
// as good as underscores; beside the settings --config, --check_config, --help and --version.
CommandLine read_command_line(std::span<const char* const> words);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONFIG_COMMAND_LINE_H_
