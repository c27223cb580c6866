#include "tests/bench/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fitd::bench {
namespace {

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  std::exit(EXIT_FAILURE);
}

std::string read_address(std::FILE* output) {
  constexpr char kMark[] = "listening on ";
  char line[512];
  while (std::fgets(line, sizeof line, output) != nullptr) {
    std::string text = line;
    const std::size_t at = text.find(kMark);
    if (at == std::string::npos) continue;
    text = text.substr(at + sizeof kMark - 1);
    return text.substr(0, text.find('\n'));
  }
  fail("the server ended before it listened");
}

}  // namespace

Process::Process(const std::vector<std::string>& command) {
  int output[2];
  if (pipe2(output, O_CLOEXEC) != 0) fail("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  if (posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) {
    fail("cannot run " + command[0]);
  }
  posix_spawn_file_actions_destroy(&actions);
  close(output[1]);
  std::FILE* lines = fdopen(output[0], "r");
  address_ = read_address(lines);
  std::fclose(lines);
}

Process::~Process() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

std::chrono::nanoseconds Process::cpu_time() const {
  std::int64_t total = 0;
  const std::filesystem::path tasks = "/proc/" + std::to_string(pid_) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks)) {
    std::int64_t nanoseconds = 0;
    std::ifstream(task.path() / "schedstat") >> nanoseconds;
    total += nanoseconds;
  }
  return std::chrono::nanoseconds(total);
}

std::int64_t Process::peak_memory_bytes() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::strtoll(line.c_str() + 6, nullptr, 10) * 1024;
  }
  return 0;
}

}  // namespace fitd::bench
