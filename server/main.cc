// fitd: serves curve fits over gRPC.

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <span>
#include <stop_token>
#include <thread>

#include "absl/strings/str_replace.h"
#include "server/app.h"
#include "server/config/command.h"
#include "server/log/log_line.h"
#include "spdlog/spdlog.h"

namespace {

// The signals that main waits for, blocked in every thread.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void reload_models(fitd::server::App& app) {
  const auto loaded = app.reload_models();
  if (loaded.ok()) {
    spdlog::info("SIGHUP: {} models from files", *loaded);
  } else {
    spdlog::error("SIGHUP: the models stay as they were: {}",
                  std::string(loaded.status().message()));
  }
}

void serve_until_end(const sigset_t& signals, fitd::server::App& app) {
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) reload_models(app);
  spdlog::info("signal {}: finishing the running fits", signal);
}

// Words of a list that ends with a null pointer.
std::span<const char* const> until_null(char** words) {
  std::size_t count = 0;
  while (words[count] != nullptr) ++count;
  return {words, count};
}

int fail(const absl::Status& status) {
  const std::string lines = absl::StrReplaceAll(status.message(), {{"\n", "\nfitd: "}});
  std::fprintf(stderr, "fitd: %s\n", lines.c_str());
  return EXIT_FAILURE;
}

int serve(const fitd::server::Options& options) {
  const sigset_t signals = block_signals();
  fitd::server::set_up_log(options.log_level, options.log_format);
  auto app = fitd::server::App::start(options);
  if (!app.ok()) return fail(app.status());
  std::printf("fitd listening on %s\n", (*app)->grpc().address().c_str());
  const std::string http = (*app)->http_address();
  if (!http.empty()) std::printf("fitd serves HTTP on http://%s\n", http.c_str());
  std::fflush(stdout);
  serve_until_end(signals, **app);
  const std::jthread impatience([&](const std::stop_token& stop) {
    constexpr timespec kPause = {.tv_sec = 0, .tv_nsec = 50'000'000};
    while (!stop.stop_requested()) {
      if (sigtimedwait(&signals, nullptr, &kPause) > 0) (*app)->hurry();
    }
  });
  const std::size_t ended = (*app)->drain();
  spdlog::info("stopped; {} calls were ended", ended);
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const auto command =
      fitd::server::read_command(until_null(argc > 0 ? argv + 1 : argv), until_null(environ));
  if (!command.ok()) return fail(command.status());
  if (!command->answer) return serve(command->options);
  std::fputs(command->answer->c_str(), stdout);
  return EXIT_SUCCESS;
}
