// The settings in words: --help, the reference in deploy/README.md, --check-config.
#ifndef FITD_SERVER_CONFIG_DESCRIBE_H_
#define FITD_SERVER_CONFIG_DESCRIBE_H_

#include <string>

#include "server/config/config.h"

namespace fitd::server {

std::string help_text();

// A table in Markdown.
std::string reference_text();

// A configuration file that says the same, each line with where its value comes from.
std::string effective_config(const Config& config);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONFIG_DESCRIBE_H_
