#include "server/options.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "server/help.h"
#include "server/version.h"
#include "spdlog/common.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:50051",
          "Address and port to serve gRPC on; port 0 picks a free one and prints it.");
ABSL_FLAG(int, workers, 0, "Threads that run fits. 0: one for each core.");
ABSL_FLAG(
    int, express_workers, 1,
    "Further threads that run only fits of about 10 ms, so that long fits cannot delay them.");
ABSL_FLAG(int, max_functions, 256,
          "FitFunction calls that may run at a time, each on a thread of its own.");
ABSL_FLAG(std::int64_t, max_message_bytes, std::int64_t{256} << 20,
          "The largest request, in bytes.");
ABSL_FLAG(std::int64_t, max_points, 20'000'000, "The most data points of one fit.");
ABSL_FLAG(std::int64_t, max_parameters, 1'000, "The most free parameters of one fit.");
ABSL_FLAG(
    std::int64_t, working_memory, 0,
    "Bytes for all fits that wait or run: 8 m (n + 4) for each. 0: half of the machine's memory.");
ABSL_FLAG(std::int64_t, queue_length, 10'000, "Fits that may wait.");
ABSL_FLAG(
    std::int64_t, queue_bytes, 0,
    "Bytes that the requests of waiting fits may take. 0: a quarter of the machine's memory.");
ABSL_FLAG(double, client_share, 0.5,
          "Part of the queue that one client may fill; over 0, at most 1.");
ABSL_FLAG(int, batch_chunks, 4,
          "Chunks of data sets that are held of one FitBatch call; its sender waits for the rest.");
ABSL_FLAG(std::int64_t, batch_chunk_fits, 1'000'000, "The most data sets in one such chunk.");
ABSL_FLAG(std::string, client_metadata_key, "",
          "Metadata key by which a proxy names the client. Empty: a client is a peer address.");
ABSL_FLAG(absl::Duration, stall_timeout, absl::Minutes(5),
          "How long a client may leave a message unread before its call is dropped.");
ABSL_FLAG(absl::Duration, drain_timeout, absl::Seconds(30),
          "How long fits may go on after SIGTERM before they are ended with UNAVAILABLE.");
ABSL_FLAG(
    std::string, state_dir, "",
    "Directory in which registered models are kept over restarts; made where it is not there. "
    "Empty: they are lost at the end.");
ABSL_FLAG(
    std::string, models_dir, "",
    "Directory of model files, *.textproto (see model_file.proto), read at the start and again "
    "on SIGHUP. Empty: none.");
ABSL_FLAG(std::string, log_level, "info", "trace, debug, info, warn, error or off.");

namespace fitd::server {
namespace {

constexpr std::int64_t kMaxWorkers = 4096;
constexpr int kMaxBatchChunks = 1024;

std::int64_t machine_memory() {
  return static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGE_SIZE);
}

absl::Status out_of_range(absl::string_view flag, absl::string_view rule) {
  return absl::InvalidArgumentError(absl::StrCat("--", flag, " must be ", rule));
}

// gRPC itself would take 99999 for another port, and a missing one for 443.
bool has_port(absl::string_view listen) {
  const std::size_t colon = listen.rfind(':');
  int port = 0;
  return colon != absl::string_view::npos && absl::SimpleAtoi(listen.substr(colon + 1), &port) &&
         port >= 0 && port <= 65535;
}

absl::Status check(const Options& options) {
  if (!has_port(options.listen)) {
    return out_of_range("listen", "ADDRESS:PORT, the port from 0 to 65535");
  }
  if (options.workers < 1 || options.workers > kMaxWorkers) {
    return out_of_range("workers", "from 0 to 4096");
  }
  if (options.express_workers < 0 || options.express_workers > kMaxWorkers) {
    return out_of_range("express_workers", "from 0 to 4096");
  }
  if (options.max_functions < 1 || options.max_functions > kMaxWorkers) {
    return out_of_range("max_functions", "from 1 to 4096");
  }
  if (options.max_message_bytes < 1 || options.max_message_bytes > INT32_MAX) {
    return out_of_range("max_message_bytes", "from 1 to 2147483647");
  }
  if (options.max_points < 1) return out_of_range("max_points", "at least 1");
  if (options.max_parameters < 1) return out_of_range("max_parameters", "at least 1");
  if (options.working_memory < 1) return out_of_range("working_memory", "at least 0");
  if (options.queue_length < 1) return out_of_range("queue_length", "at least 1");
  if (options.queue_bytes < 1) return out_of_range("queue_bytes", "at least 0");
  if (!(options.client_share > 0 && options.client_share <= 1)) {
    return out_of_range("client_share", "over 0 and at most 1");
  }
  if (options.batch_chunks < 1 || options.batch_chunks > kMaxBatchChunks) {
    return out_of_range("batch_chunks", "from 1 to 1024");
  }
  if (options.batch_chunk_fits < 1) return out_of_range("batch_chunk_fits", "at least 1");
  if (options.stall_timeout.count() <= 0) return out_of_range("stall_timeout", "over 0");
  if (options.drain_timeout.count() < 0) return out_of_range("drain_timeout", "at least 0");
  if (spdlog::level::from_str(options.log_level) == spdlog::level::off &&
      options.log_level != "off") {
    return out_of_range("log_level", "trace, debug, info, warn, error or off");
  }
  return absl::OkStatus();
}

template <class Integer>
Integer or_default(Integer value, Integer default_value) {
  return value == 0 ? default_value : value;
}

Options read_flags() {
  return {
      .listen = absl::GetFlag(FLAGS_listen),
      .workers = or_default(absl::GetFlag(FLAGS_workers),
                            std::max(1, static_cast<int>(std::thread::hardware_concurrency()))),
      .express_workers = absl::GetFlag(FLAGS_express_workers),
      .max_functions = absl::GetFlag(FLAGS_max_functions),
      .max_message_bytes = absl::GetFlag(FLAGS_max_message_bytes),
      .max_points = absl::GetFlag(FLAGS_max_points),
      .max_parameters = absl::GetFlag(FLAGS_max_parameters),
      .working_memory = or_default(absl::GetFlag(FLAGS_working_memory), machine_memory() / 2),
      .queue_length = absl::GetFlag(FLAGS_queue_length),
      .queue_bytes = or_default(absl::GetFlag(FLAGS_queue_bytes), machine_memory() / 4),
      .client_share = absl::GetFlag(FLAGS_client_share),
      .batch_chunks = absl::GetFlag(FLAGS_batch_chunks),
      .batch_chunk_fits = absl::GetFlag(FLAGS_batch_chunk_fits),
      .client_metadata_key = absl::GetFlag(FLAGS_client_metadata_key),
      .stall_timeout = absl::ToChronoNanoseconds(absl::GetFlag(FLAGS_stall_timeout)),
      .drain_timeout = absl::ToChronoNanoseconds(absl::GetFlag(FLAGS_drain_timeout)),
      .state_dir = absl::GetFlag(FLAGS_state_dir),
      .models_dir = absl::GetFlag(FLAGS_models_dir),
      .log_level = absl::GetFlag(FLAGS_log_level),
  };
}

}  // namespace

absl::StatusOr<Options> parse_command_line(int argc, char** argv) {
  constexpr char kUsage[] =
      "fitd serves curve fits over gRPC.\n\n"
      "  fitd --listen=127.0.0.1:50051\n\n"
      "SIGTERM or SIGINT ends it: no call is taken any more, the running ones are finished.\n"
      "SIGHUP makes it read the files of --models_dir again.";
  absl::SetProgramUsageMessage(kUsage);
  if (asks_for_help(argc, argv)) {
    std::fputs(help_text(kUsage, "server/options.cc").c_str(), stdout);
    std::exit(EXIT_SUCCESS);
  }
  absl::FlagsUsageConfig usage;
  usage.version_string = [] { return absl::StrCat("fitd ", kVersion, "\n"); };
  absl::SetFlagsUsageConfig(usage);
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  if (rest.size() > 1) {
    return absl::InvalidArgumentError(absl::StrCat("what is ", rest[1], "? fitd takes flags only"));
  }
  const Options options = read_flags();
  if (const absl::Status status = check(options); !status.ok()) return status;
  return options;
}

}  // namespace fitd::server
