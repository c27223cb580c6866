// fitctl: curve fitting on a fitd server, from the command line.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "client-examples/cpp/client.h"
#include "client-examples/cpp/command.h"
#include "client-examples/cpp/help.h"
#include "client-examples/cpp/interrupt.h"
#include "client-examples/cpp/values.h"

namespace fitd::ctl {
namespace {

int exit_code(Exit exit) { return static_cast<int>(exit); }

int fail(const Failure& failure) {
  std::cerr << "fitctl: " << failure.message << '\n';
  return exit_code(failure.exit);
}

// For a wrong command line, of which `help` --help knows more.
int fail_usage(const Failure& failure, const std::string& help) {
  const int code = fail(failure);
  std::cerr << "see " << help << " --help\n";
  return code;
}

std::string server_of(const Arguments& arguments) {
  const char* variable = std::getenv("FITD_SERVER");
  return arguments.text("server").value_or(variable ? variable : "127.0.0.1:50051");
}

// How long calls are tried again while the server is unavailable.
std::chrono::nanoseconds patience_of(const Arguments& arguments) {
  return arguments.duration("patience").value_or(std::chrono::seconds(2));
}

int run_command(const Command& command, const Arguments& arguments) {
  if (arguments.given("help")) {
    std::cout << command_help(command.specification);
    return exit_code(Exit::kOk);
  }
  const std::string help = "fitctl " + command.specification.name;
  if (const auto wrong = arguments.wrong_count(command.specification))
    return fail_usage(*wrong, help);

  hold_interrupts();
  Client client(server_of(arguments), {arguments.duration("timeout"), patience_of(arguments)});
  const InterruptWatch watch([&client] { return client.cancel(); });
  Context context{arguments, client, inspect_terminal(STDOUT_FILENO),
                  inspect_terminal(STDERR_FILENO)};
  const auto exit = command.run(context);
  return exit.ok() ? exit_code(*exit) : fail(exit.failure());
}

Failure unknown_command(const std::string& name, std::span<const Command> commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.push_back(command.specification.name);
  const std::string meant = closest(name, names);
  return usage_failure("unknown command '" + name + "'" +
                       (meant.empty() ? "" : " (did you mean " + meant + "?)"));
}

int run(std::vector<std::string> words) {
  const std::vector<Command> commands = all_commands();
  Specification general{"", "COMMAND", 0, 0, "", "", common_options()};
  general.options.push_back({"version", Kind::kSwitch, "", ""});
  const auto before = Arguments::parse(words, general, /*stop_at_operand=*/true);
  if (!before.ok()) return fail_usage(before.failure(), "fitctl");
  if (before->given("version")) {
    std::cout << "fitctl " FITCTL_VERSION "\n";
    return exit_code(Exit::kOk);
  }
  if (before->given("help")) {
    std::cout << overview(commands);
    return exit_code(Exit::kOk);
  }
  if (before->consumed() == words.size()) return fail_usage(usage_failure("no command"), "fitctl");

  // Options before the command's name count as its own.
  const auto name = words.begin() + static_cast<std::ptrdiff_t>(before->consumed());
  const auto command = std::ranges::find(
      commands, *name, [](const Command& each) { return each.specification.name; });
  if (command == commands.end()) return fail_usage(unknown_command(*name, commands), "fitctl");
  words.erase(name);
  const auto arguments = Arguments::parse(words, command->specification);
  if (!arguments.ok())
    return fail_usage(arguments.failure(), "fitctl " + command->specification.name);
  return run_command(*command, *arguments);
}

}  // namespace

std::vector<Command> all_commands() {
  std::vector<Command> commands = {fit_command(),    batch_command(),     models_command(),
                                   model_command(),  guess_command(),     evaluate_command(),
                                   nist_command(),   create_command(),    delete_command(),
                                   health_command(), completion_command()};
  for (Command& command : commands) {
    for (const Option& option : common_options()) command.specification.options.push_back(option);
  }
  return commands;
}

}  // namespace fitd::ctl

int main(int argc, char** argv) { return fitd::ctl::run({argv + 1, argv + argc}); }
