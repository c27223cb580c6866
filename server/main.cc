// fitd: serves curve fits over gRPC.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "server/app.h"
#include "server/options.h"
#include "spdlog/sinks/stdout_color_sinks.h"
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

void set_up_log(const std::string& level) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("fitd"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  spdlog::set_level(spdlog::level::from_str(level));
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = fitd::server::parse_command_line(argc, argv);
  if (!options.ok()) {
    std::fprintf(stderr, "fitd: %s\n", std::string(options.status().message()).c_str());
    return EXIT_FAILURE;
  }
  const sigset_t signals = block_signals();
  set_up_log(options->log_level);
  auto app = fitd::server::App::start(*options);
  if (!app.ok()) {
    std::fprintf(stderr, "fitd: %s\n", std::string(app.status().message()).c_str());
    return EXIT_FAILURE;
  }
  std::printf("fitd listening on %s\n", (*app)->grpc().address().c_str());
  std::fflush(stdout);
  serve_until_end(signals, **app);
  const std::size_t ended = (*app)->drain();
  spdlog::info("stopped; {} calls were ended", ended);
  return EXIT_SUCCESS;
}
