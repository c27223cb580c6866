// The table of all settings. The file, the environment, the flags, --help, --check-config and the
// reference in deploy/README.md are all made of it.
#ifndef FITD_SERVER_CONFIG_SETTINGS_H_
#define FITD_SERVER_CONFIG_SETTINGS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/config/setting.h"

namespace fitd::server {

const std::vector<Setting>& settings();

// Null where there is none. The name as in the file, hyphens as good as underscores.
const Setting* find_setting(absl::string_view name);

// "; did you mean NAME?" for a name that is no setting's, or nothing where none is close. Each name
// is shown after `prefix` and, with `upper`, in capitals.
std::string suggestion(absl::string_view name, absl::string_view prefix = "", bool upper = false);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONFIG_SETTINGS_H_
