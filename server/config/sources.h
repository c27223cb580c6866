// Where settings come from: a file, the environment, the command line.
#ifndef FITD_SERVER_CONFIG_SOURCES_H_
#define FITD_SERVER_CONFIG_SOURCES_H_

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/config/setting.h"

namespace fitd::server {

// A value given to a setting, not yet read.
struct Assignment {
  const Setting* setting = nullptr;
  std::string value;
  std::string origin;  // "fitd.conf:3", "FITD_WORKERS", "--workers"
};

// What a source says, and what is wrong with it: one sentence each, beginning with the origin.
struct Source {
  std::vector<Assignment> assignments;
  std::vector<std::string> problems;
};

// Lines `name = value`. A # that begins a line or follows a blank begins a comment, a value in
// double quotes may hold both; a name stands once.
Source parse_config(absl::string_view text, absl::string_view path);

// Reads the file and parses it.
absl::StatusOr<Source> read_config(const std::string& path);

// `variables` as in environ: "FITD_WORKERS=4" is a setting, and an unknown FITD_ variable a
// problem, except for the clients' own and those by which Kubernetes names the address of a service
// called fitd (FITD_SERVICE_HOST, FITD_PORT, FITD_PORT_50051_TCP...), which are passed over.
Source read_environment(std::span<const char* const> variables);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONFIG_SOURCES_H_
