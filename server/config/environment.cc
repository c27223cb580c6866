#include <algorithm>
#include <array>
#include <regex>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/config/settings.h"
#include "server/config/sources.h"

namespace fitd::server {
namespace {

// FITD_CONFIG names the file; the others are the clients', whose shell may be the server's too.
constexpr std::array<absl::string_view, 3> kNoSettings = {"CONFIG", "SERVER", "ADDRESS"};

// What Kubernetes puts into every container for a service whose name is, or begins with, fitd.
bool is_service_link(absl::string_view name) {
  static const std::regex kLink(
      "(.*_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?"
      ")");
  return name.size() < 256 && std::regex_match(name.begin(), name.end(), kLink);
}

}  // namespace

Source read_environment(std::span<const char* const> variables) {
  Source source;
  for (absl::string_view variable : variables) {
    if (!absl::ConsumePrefix(&variable, "FITD_")) continue;
    const std::size_t equals = variable.find('=');
    if (equals == absl::string_view::npos) continue;
    const absl::string_view name = variable.substr(0, equals);
    const std::string lower = absl::AsciiStrToLower(name);
    const Setting* setting = absl::AsciiStrToUpper(lower) == name ? find_setting(lower) : nullptr;
    if (setting != nullptr) {
      source.assignments.push_back(
          {setting, std::string(variable.substr(equals + 1)), absl::StrCat("FITD_", name)});
    } else if (std::ranges::find(kNoSettings, name) == kNoSettings.end() &&
               !is_service_link(name)) {
      source.problems.push_back(absl::StrCat("FITD_", name, ": there is no such setting",
                                             suggestion(lower, "FITD_", true)));
    }
  }
  return source;
}

}  // namespace fitd::server
