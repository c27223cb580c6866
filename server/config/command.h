// What fitd was asked to do.
#ifndef FITD_SERVER_CONFIG_COMMAND_H_
#define FITD_SERVER_CONFIG_COMMAND_H_

#include <optional>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "server/options.h"

namespace fitd::server {

struct Command {
  Options options;
  std::optional<std::string> answer;  // to print instead of serving: the help, the version...
};

// Reads the command line, the environment and the file that one of them names. `words` without the
// program's name; `environment` as environ. An error has one line for each thing that is wrong.
absl::StatusOr<Command> read_command(std::span<const char* const> words,
                                     std::span<const char* const> environment);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONFIG_COMMAND_H_
