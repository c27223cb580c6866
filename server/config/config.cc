#include "server/config/config.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/config/settings.h"

namespace fitd::server {
namespace {

constexpr std::size_t kMaxShown = 80;

std::string refused(const Assignment& assignment) {
  // A file's origin names the line, the others' the setting.
  const bool is_named = assignment.origin.find(':') == std::string::npos;
  return absl::StrCat(assignment.origin, is_named ? "" : ": " + assignment.setting->name,
                      " must be ", assignment.setting->value.rule, ", not \"",
                      absl::CHexEscape(assignment.value.substr(0, kMaxShown)), "\"");
}

}  // namespace

absl::StatusOr<Config> combine(std::span<const Source> sources) {
  Config config{default_options(), std::vector<std::string>(settings().size(), "default")};
  std::vector<std::string> problems;
  for (const Source& source : sources) {
    problems.insert(problems.end(), source.problems.begin(), source.problems.end());
    for (const Assignment& assignment : source.assignments) {
      if (assignment.setting->value.read(assignment.value, config.options)) {
        const auto index = assignment.setting - settings().data();
        config.origins[static_cast<std::size_t>(index)] = assignment.origin;
      } else {
        problems.push_back(refused(assignment));
      }
    }
  }
  if (!problems.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems, "\n"));
  return config;
}

Options default_options() {
  Options options;
  for (const Setting& setting : settings()) setting.value.read(setting.default_value, options);
  return options;
}

}  // namespace fitd::server
