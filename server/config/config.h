// The configuration that counts: defaults < file < environment < flags.
#ifndef FITD_SERVER_CONFIG_CONFIG_H_
#define FITD_SERVER_CONFIG_CONFIG_H_

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/config/sources.h"
#include "server/options.h"

namespace fitd::server {

struct Config {
  Options options;
  // Of each setting, in the order of settings(): where its value comes from; "default" is one.
  std::vector<std::string> origins;
};

// `sources` from the weakest to the strongest. An error has one line for each thing that is wrong.
absl::StatusOr<Config> combine(std::span<const Source> sources);

// The defaults alone.
Options default_options();

}  // namespace fitd::server

#endif  // FITD_SERVER_CONFIG_CONFIG_H_
