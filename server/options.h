// How fitd is set up: one field for each setting, in the order of config/settings.cc, which has
// their names, defaults and ranges.
#ifndef FITD_SERVER_OPTIONS_H_
#define FITD_SERVER_OPTIONS_H_

#include <chrono>
#include <cstdint>
#include <string>

namespace fitd::server {

// Where HTTP is served unless it is said otherwise: then, and only then, another port is picked
// where this one is taken.
inline constexpr char kDefaultHttp[] = "127.0.0.1:8080";

struct Options {
  std::string listen;
  std::string http;        // empty: none
  std::string http_hosts;  // separated by commas
  int http_connections = 1;
  std::int64_t http_body_bytes = 0;
  int workers = 1;
  int express_workers = 1;
  int max_functions = 256;
  std::int64_t max_message_bytes = 0;
  std::int64_t max_points = 0;
  std::int64_t max_parameters = 0;
  std::int64_t working_memory = 0;
  std::int64_t queue_length = 0;
  std::int64_t queue_bytes = 0;
  double client_share = 0;
  int batch_chunks = 1;
  std::int64_t batch_chunk_fits = 0;
  std::string client_metadata_key;
  std::chrono::nanoseconds stall_timeout{};
  std::chrono::nanoseconds drain_delay{};
  std::chrono::nanoseconds drain_timeout{};
  int kept_fits = 0;
  std::int64_t kept_bytes = 0;
  bool watch_data = true;
  int max_watchers = 1;
  std::string state_dir;   // empty: nothing is kept over restarts
  std::string models_dir;  // empty: no models from files
  std::string log_level;
  std::string log_format;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_OPTIONS_H_
