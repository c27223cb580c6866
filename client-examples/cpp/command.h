// The commands of fitctl, one file each.
#ifndef FITD_CLIENT_EXAMPLES_CPP_COMMAND_H_
#define FITD_CLIENT_EXAMPLES_CPP_COMMAND_H_

#include <vector>

#include "client-examples/cpp/arguments.h"
#include "client-examples/cpp/client.h"
#include "client-examples/cpp/outcome.h"
#include "client-examples/cpp/terminal.h"

namespace fitd::ctl {

// What a command works with. Results go to standard output, progress and failures to standard
// error.
struct Context {
  const Arguments& arguments;
  Client& client;
  Terminal out;  // standard output
  Terminal err;  // standard error
};

struct Command {
  Specification specification;
  Outcome<Exit> (*run)(Context& context);
};

Command models_command();
Command model_command();
Command guess_command();
Command evaluate_command();
Command fit_command();
Command batch_command();
Command nist_command();
Command create_command();
Command delete_command();
Command health_command();
Command completion_command();

// All of these, each with the options that every command has.
std::vector<Command> all_commands();

inline Option json_option() {
  return {"json", Kind::kSwitch, "", "print the server's answer as protobuf JSON"};
}

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_COMMAND_H_
