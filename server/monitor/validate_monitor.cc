#include "server/monitor/validate_monitor.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/durations.h"
#include "server/limits.h"
#include "server/violations.h"

namespace fitd::server {
namespace {

constexpr std::size_t kMaxIdBytes = 64;
constexpr int kMaxIds = 100;
constexpr int kMaxStates = 4;
constexpr std::size_t kMaxLabels = 16;
constexpr std::size_t kMaxTextBytes = 200;
constexpr std::chrono::seconds kMaxInterval{60};

void validate_id(const std::string& field, const std::string& id, Violations& violations) {
  if (id.size() > kMaxIdBytes) {
    violations.add(field,
                   absl::StrCat("has ", id.size(), " bytes; must have at most ", kMaxIdBytes));
  }
}

void validate_labels(const google::protobuf::Map<std::string, std::string>& labels,
                     Violations& violations) {
  if (labels.size() > kMaxLabels) {
    violations.add("labels",
                   absl::StrCat("has ", labels.size(), " pairs; must have at most ", kMaxLabels));
  }
}

}  // namespace

absl::Status validate(const v1::WatchRequest& request) {
  Violations violations;
  validate_id("resume_token", request.resume_token(), violations);
  if (request.ids_size() > kMaxIds) {
    violations.add(
        "ids", absl::StrCat("has ", request.ids_size(), " entries; must have at most ", kMaxIds));
  }
  for (int i = 0; i < request.ids_size(); ++i) {
    validate_id(absl::StrCat("ids[", i, "]"), request.ids(i), violations);
  }
  validate_labels(request.labels(), violations);
  const auto& interval = request.min_interval();
  if (!is_valid(interval) || to_nanoseconds(interval).count() < 0 ||
      to_nanoseconds(interval) > kMaxInterval) {
    violations.add("min_interval", "is not a duration from 0 to 60 s");
  }
  return violations.status();
}

absl::Status validate(const v1::ListFitsRequest& request) {
  Violations violations;
  if (request.states_size() > kMaxStates) {
    violations.add("states", absl::StrCat("has ", request.states_size(),
                                          " entries; must have at most ", kMaxStates));
  }
  for (int i = 0; i < request.states_size(); ++i) {
    if (!v1::WorkState_IsValid(request.states(i)) ||
        request.states(i) == v1::WORK_STATE_UNSPECIFIED) {
      violations.add(absl::StrCat("states[", i, "]"), "is no state");
    }
  }
  validate_labels(request.labels(), violations);
  if (request.text().size() > kMaxTextBytes) {
    violations.add("text", absl::StrCat("has ", request.text().size(), " bytes; must have at most ",
                                        kMaxTextBytes));
  }
  if (request.page_size() < 0 || request.page_size() > kMaxPageSize) {
    violations.add("page_size", is_but_must(request.page_size(), "must be from 0 to 1000"));
  }
  std::uint64_t place = 0;
  if (!request.page_token().empty() && !absl::SimpleAtoi(request.page_token(), &place)) {
    violations.add("page_token", "is not one that this server gave");
  }
  return violations.status();
}

absl::Status validate(const v1::GetFitRequest& request) {
  Violations violations;
  if (request.fit_id().empty()) {
    violations.add("fit_id", "is missing");
  } else {
    validate_id("fit_id", request.fit_id(), violations);
  }
  return violations.status();
}

}  // namespace fitd::server
