#include <iostream>

#include "client-examples/cpp/command.h"

namespace fitd::ctl {
namespace {

Outcome<Exit> run(Context& context) {
  const auto& operands = context.arguments.operands();
  const auto state = context.client.health(operands.empty() ? "" : operands[0]);
  if (!state.ok()) return state.failure();
  std::cout << *state << '\n';
  return *state == "SERVING" ? Exit::kOk : Exit::kUnreachable;
}

}  // namespace

Command health_command() {
  return {{"health",
           "[SERVICE]",
           0,
           1,
           "ask whether the server is SERVING; exit 0 only then",
           "SERVICE is a full name such as fitd.v1.FitService; without it, the server as a whole.",
           {}},
          run};
}

}  // namespace fitd::ctl
