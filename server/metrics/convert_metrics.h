// What Prometheus reads.
#ifndef FITD_SERVER_METRICS_CONVERT_METRICS_H_
#define FITD_SERVER_METRICS_CONVERT_METRICS_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "fitd/v1/fit.pb.h"
#include "fitd/v1/monitor.pb.h"
#include "server/metrics/metrics.h"
#include "solver/models/model.h"

namespace fitd::server {

// Values of labels. A model's own name if it is the catalogue's, else what it is; a global fit is
// "global".
std::string model_label(const models::Model& model);
// "ftol", "maxfev"...; where there is no result, "cancelled", "unavailable"...
std::string end_label(int termination, const absl::Status& status);
std::string code_label(int code);

// All metrics in Prometheus's text format: those counted, the load, and the process.
std::string metrics_text(const Metrics& metrics, const v1::ServerInfo& info,
                         const v1::ServerLoad& load, std::size_t http_connections);

}  // namespace fitd::server

#endif  // FITD_SERVER_METRICS_CONVERT_METRICS_H_
