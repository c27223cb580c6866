// What --help prints. Abseil's own ends with exit code 1 and names source files.
#ifndef FITD_SERVER_HELP_H_
#define FITD_SERVER_HELP_H_

#include <string>

#include "absl/strings/string_view.h"

namespace fitd::server {

// `usage`, then each flag that a source file ending in `file` defines: name, default, explanation.
std::string help_text(absl::string_view usage, absl::string_view file);

// Whether a command line asks for it.
bool asks_for_help(int argc, char** argv);

}  // namespace fitd::server

#endif  // FITD_SERVER_HELP_H_
