#include <iostream>
#include <vector>

#include "client-examples/cpp/command.h"
#include "client-examples/cpp/completion.h"

namespace fitd::ctl {
namespace {

Outcome<Exit> run(Context& context) {
  std::vector<Specification> specifications;
  for (const Command& command : all_commands()) specifications.push_back(command.specification);
  const auto script = completion_script(context.arguments.operands()[0], specifications);
  if (!script.ok()) return script.failure();
  std::cout << *script;
  return Exit::kOk;
}

}  // namespace

Command completion_command() {
  return {{"completion",
           "SHELL",
           1,
           1,
           "print a script that completes command lines in bash, zsh or fish",
           "for example in ~/.bashrc: eval \"$(fitctl completion bash)\"",
           {}},
          run};
}

}  // namespace fitd::ctl
