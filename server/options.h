// What the command line says.
#ifndef FITD_SERVER_OPTIONS_H_
#define FITD_SERVER_OPTIONS_H_

#include <chrono>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace fitd::server {

struct Options {
  std::string listen;
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
  std::chrono::nanoseconds drain_timeout{};
  std::string state_dir;   // empty: nothing is kept over restarts
  std::string models_dir;  // empty: no models from files
  std::string log_level;
};

// Reads the flags, their defaults filled in from the machine. An error names the flag and what it
// may be.
// --help and --version print and end the process.
absl::StatusOr<Options> parse_command_line(int argc, char** argv);

}  // namespace fitd::server

#endif  // FITD_SERVER_OPTIONS_H_
