// What --help prints.
#ifndef FITD_CLIENT_EXAMPLES_CPP_HELP_H_
#define FITD_CLIENT_EXAMPLES_CPP_HELP_H_

#include <span>
#include <string>
#include <vector>

#include "client-examples/cpp/command.h"

namespace fitd::ctl {

// Options that every command takes: --server, --timeout, --help.
std::vector<Option> common_options();

// `fitctl --help`: the commands, the common options, the exit codes.
std::string overview(std::span<const Command> commands);

// `fitctl COMMAND --help`. The specification includes the common options.
std::string command_help(const Specification& specification);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_HELP_H_
