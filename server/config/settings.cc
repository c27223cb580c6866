#include "server/config/settings.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/config/machine.h"
#include "solver/models/edit_distance.h"

namespace fitd::server {
namespace {

using std::chrono::milliseconds;

constexpr int kMaxThreads = 4096;

std::int64_t cores() { return this_machine().cores; }
std::int64_t half_of_memory() { return this_machine().memory / 2; }
std::int64_t quarter_of_memory() { return this_machine().memory / 4; }

// In the order in which they are shown. "must be" and the rule of the value form a sentence.

// Where it is reached, by how many, and what it takes.
std::vector<Setting> of_service() {
  using O = Options;
  return {
      {"listen", "127.0.0.1:50051", address(&O::listen),
       "Address and port to serve gRPC on; port 0 picks a free one and prints it."},
      {"http", kDefaultHttp, address(&O::http, Empty::kAllowed),
       "Address and port of the dashboard, of JSON over HTTP, of /metrics, /healthz and /readyz; "
       "empty: none. Where the default is taken, another port is picked and printed."},
      {"http_hosts", "", text(&O::http_hosts, "host names separated by commas, or empty"),
       "Names by which HTTP clients may call the server, beside localhost and addresses in "
       "numbers; those of its reverse proxies."},
      {"http_connections", "2048", integer(&O::http_connections, 1, 100'000),
       "HTTP connections at a time."},
      {"http_body_bytes", "16MiB", bytes(&O::http_body_bytes, 1, std::int64_t{1} << 30),
       "The largest request over HTTP; 16 of them may be on their way at a time."},
      {"workers", "0", integer(&O::workers, 0, kMaxThreads, cores),
       "Threads that run fits. 0: one for each core."},
      {"express_workers", "1", integer(&O::express_workers, 0, kMaxThreads),
       "Further threads that run only fits of about 10 ms, so that long fits cannot delay them."},
      {"max_functions", "256", integer(&O::max_functions, 1, kMaxThreads),
       "FitFunction calls that may run at a time, each on a thread of its own."},
      {"max_message_bytes", "256MiB", bytes(&O::max_message_bytes, 1, INT32_MAX),
       "The largest request."},
      {"max_points", "20000000", integer(&O::max_points, 1), "The most data points of one fit."},
      {"max_parameters", "1000", integer(&O::max_parameters, 1),
       "The most free parameters of one fit."},
      {"working_memory", "0", bytes(&O::working_memory, 0, kNoMaximum, half_of_memory),
       "For all fits that wait or run: 8 m (n + 4) bytes for each. 0: half of the memory."},
      {"queue_length", "10000", integer(&O::queue_length, 1), "Fits that may wait."},
      {"queue_bytes", "0", bytes(&O::queue_bytes, 0, kNoMaximum, quarter_of_memory),
       "What the requests of waiting fits may take. 0: a quarter of the memory."},
      {"client_share", "0.5", fraction(&O::client_share),
       "Part of the queue that one client may fill."},
      {"batch_chunks", "4", integer(&O::batch_chunks, 1, 1024),
       "Chunks of data sets that are held of one FitBatch call; its sender waits for the rest."},
      {"batch_chunk_fits", "1000000", integer(&O::batch_chunk_fits, 1),
       "The most data sets in one such chunk."},
  };
}

// Ends, watchers, files and the log.
std::vector<Setting> of_operation() {
  using O = Options;
  return {
      {"client_metadata_key", "", text(&O::client_metadata_key, "a metadata key, or empty"),
       "Metadata key by which a proxy names the client. Empty: a client is a peer address."},
      {"stall_timeout", "5m", duration(&O::stall_timeout, milliseconds(1)),
       "How long a client may leave a message unread before its call is dropped."},
      {"drain_delay", "0s", duration(&O::drain_delay, milliseconds(0)),
       "How long calls are still taken after SIGTERM, while /readyz and the health service say "
       "that the server is not ready, so that a load balancer sees it in time."},
      {"drain_timeout", "30s", duration(&O::drain_timeout, milliseconds(0)),
       "How long fits may go on after SIGTERM before they are ended with UNAVAILABLE."},
      {"kept_fits", "1000", integer(&O::kept_fits, 0, 8192),
       "Fits and batches that have ended which are kept for those who watch the server."},
      {"kept_bytes", "64MiB", bytes(&O::kept_bytes, 0),
       "What these may take; the oldest go first."},
      {"watch_data", "true", flag(&O::watch_data),
       "Whether who watches a fit sees its data, thinned, beside its curve. Labels, parameters and "
       "results are seen anyway."},
      {"max_watchers", "4096", integer(&O::max_watchers, 1, 100'000),
       "Streams of MonitorService.Watch, and of events over HTTP, at a time."},
      {"state_dir", "", text(&O::state_dir, "a directory, or empty"),
       "Where registered models are kept over restarts; made where it is not there. Empty: they "
       "are lost at the end."},
      {"models_dir", "", text(&O::models_dir, "a directory, or empty"),
       "Model files, *.textproto (see model_file.proto), read at the start and again on SIGHUP. "
       "Empty: none."},
      {"log_level", "info",
       choice(&O::log_level, {"trace", "debug", "info", "warn", "error", "off"}),
       "The least severity that is logged."},
      {"log_format", "text", choice(&O::log_format, {"text", "json"}),
       "One line for each fit, with its identifier, model, size, end and times; never its data."},
  };
}

std::vector<Setting> table() {
  std::vector<Setting> all = of_service();
  for (Setting& setting : of_operation()) all.push_back(std::move(setting));
  return all;
}

}  // namespace

const std::vector<Setting>& settings() {
  static const std::vector<Setting> kSettings = table();
  return kSettings;
}

const Setting* find_setting(absl::string_view name) {
  const std::string wanted = absl::StrReplaceAll(name, {{"-", "_"}});
  const auto found = std::ranges::find(settings(), wanted, &Setting::name);
  return found == settings().end() ? nullptr : &*found;
}

std::string suggestion(absl::string_view name, absl::string_view prefix, bool upper) {
  const std::string wanted = absl::StrReplaceAll(name, {{"-", "_"}});
  std::vector<std::string_view> names;
  for (const Setting& setting : settings()) names.push_back(setting.name);
  const auto near = models::closest_names(wanted, names, 1);
  if (near.empty()) return "";
  return absl::StrCat("; did you mean ", prefix,
                      upper ? absl::AsciiStrToUpper(near.front()) : near.front(), "?");
}

}  // namespace fitd::server
