// What the monitor keeps as messages. Decides nothing but what is cut.
#ifndef FITD_SERVER_MONITOR_CONVERT_MONITOR_H_
#define FITD_SERVER_MONITOR_CONVERT_MONITOR_H_

#include <span>
#include <string>

#include "absl/strings/string_view.h"
#include "fitd/v1/monitor.pb.h"
#include "server/monitor/frame.h"
#include "server/monitor/thinned_data.h"
#include "server/monitor/trace.h"
#include "solver/models/model.h"

namespace fitd::server {

// Parameters, and names of them, in what all watchers get.
inline constexpr int kWatchedParameters = 32;
// Bytes of texts.
inline constexpr std::size_t kWatchedModelBytes = 500;
inline constexpr std::size_t kWatchedClientBytes = 128;
inline constexpr std::size_t kWatchedMessageBytes = 500;

// `text` within `bytes`, not cut within a character; what is no UTF-8 is escaped.
std::string cut(absl::string_view text, std::size_t bytes);

Iterate to_iterate(const v1::Progress& progress);
v1::Progress to_progress(const Iterate& iterate, std::span<const double> parameters);

// `result` without its large arrays, serialised; they are moved out of it meanwhile.
std::string without_arrays(v1::FitResult& result);

// The part of a result that all watchers get.
v1::FitResult small_result(const v1::FitResult& result);

v1::FitTrace to_trace(const Trace& trace);
v1::FitData to_data(const ThinnedData& data, const models::Model& model);
v1::FitCurve to_curve(const ThinnedData& data, const models::Model& model,
                      std::span<const double> parameters);

// A serialised ServerEvent.
std::string to_event(const FrameParts& parts);

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_CONVERT_MONITOR_H_
