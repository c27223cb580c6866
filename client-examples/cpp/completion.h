// What a shell needs to complete fitctl's command lines.
#ifndef FITD_CLIENT_EXAMPLES_CPP_COMPLETION_H_
#define FITD_CLIENT_EXAMPLES_CPP_COMPLETION_H_

#include <span>
#include <string>

#include "client-examples/cpp/arguments.h"
#include "client-examples/cpp/outcome.h"

namespace fitd::ctl {

// A script for "bash", "zsh" or "fish": completes commands, their options, the names of models
// (which it asks the server for) and files.
Outcome<std::string> completion_script(const std::string& shell,
                                       std::span<const Specification> commands);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_COMPLETION_H_
