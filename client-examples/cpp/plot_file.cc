#include "client-examples/cpp/plot_file.h"

#include <sys/wait.h>

#include <csignal>
#include <cstdio>

namespace fitd::ctl {
namespace {

constexpr int kNotFound = 127;  // the shell's exit code for a command that does not exist

}  // namespace

std::optional<Failure> run_gnuplot(const std::string& script) {
  // A gnuplot that ends early must not end us.
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  std::FILE* pipe = popen("gnuplot 2>/dev/null", "w");
  if (!pipe) return usage_failure("--plot FILE.png: cannot start gnuplot");
  const bool written = std::fwrite(script.data(), 1, script.size(), pipe) == script.size();
  const int status = pclose(pipe);
  std::signal(SIGPIPE, before);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNotFound) {
    return usage_failure("--plot FILE.png needs gnuplot, which is not installed");
  }
  if (!written || status != 0) return usage_failure("--plot FILE.png: gnuplot could not write it");
  return {};
}

}  // namespace fitd::ctl
