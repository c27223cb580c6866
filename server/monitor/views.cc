#include "server/monitor/views.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/durations.h"
#include "server/monitor/tracked_fit.h"
#include "server/violations.h"

namespace fitd::server {
namespace {

constexpr int kDefaultPageSize = 100;

bool has_text(const v1::FitInfo& info, const std::string& lower_case) {
  const auto has = [&lower_case](absl::string_view field) {
    return absl::AsciiStrToLower(field).find(lower_case) != std::string::npos;
  };
  if (has(info.fit_id()) || has(info.model()) || has(info.request_id()) || has(info.client())) {
    return true;
  }
  return std::ranges::any_of(
      info.labels(), [&has](const auto& label) { return has(label.first) || has(label.second); });
}

bool has_labels(const v1::FitInfo& info, const v1::ListFitsRequest& request) {
  return std::ranges::all_of(request.labels(), [&info](const auto& label) {
    const auto found = info.labels().find(label.first);
    return found != info.labels().end() && found->second == label.second;
  });
}

bool matches(const v1::FitInfo& info, const v1::ListFitsRequest& request,
             const std::string& lower_case) {
  const auto& states = request.states();
  if (!states.empty() && std::ranges::find(states, info.state()) == states.end()) return false;
  return has_labels(info, request) && (lower_case.empty() || has_text(info, lower_case));
}

}  // namespace

WatchSettings to_settings(const v1::WatchRequest& request) {
  WatchSettings settings;
  settings.resume_token = request.resume_token();
  settings.ids.assign(request.ids().begin(), request.ids().end());
  settings.labels.insert(request.labels().begin(), request.labels().end());
  if (request.has_min_interval()) settings.min_interval = to_nanoseconds(request.min_interval());
  settings.progress = !request.omit_progress();
  settings.load = !request.omit_load();
  return settings;
}

v1::ListFitsResponse list_fits(MonitorHub& hub, const v1::ListFitsRequest& request) {
  std::uint64_t below = UINT64_MAX;
  if (!request.page_token().empty()) {
    const bool read = absl::SimpleAtoi(request.page_token(), &below);
    below = read ? below : 0;
  }
  const int page_size = request.page_size() > 0 ? request.page_size() : kDefaultPageSize;
  const std::string lower_case = absl::AsciiStrToLower(request.text());
  v1::ListFitsResponse response;
  std::uint64_t last = 0;
  for (const MonitorHub::Listed& listed : hub.list(Topic::kFit, below)) {
    v1::FitInfo info;
    info.ParseFromString(*listed.state);
    if (!matches(info, request, lower_case)) continue;
    if (response.fits_size() == page_size) {
      response.set_next_page_token(absl::StrCat(last));
      break;
    }
    *response.add_fits() = std::move(info);
    last = listed.place;
  }
  return response;
}

absl::StatusOr<v1::FitDetail> get_fit(MonitorHub& hub, const v1::GetFitRequest& request) {
  const auto tracked = std::dynamic_pointer_cast<TrackedFit>(hub.find(request.fit_id()));
  if (tracked == nullptr) {
    return absl::NotFoundError(absl::StrCat("there is no fit ", in_quotes(request.fit_id()),
                                            " that waits, runs or is kept"));
  }
  return tracked->detail(request);
}

}  // namespace fitd::server
