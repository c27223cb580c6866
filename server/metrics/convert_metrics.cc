#include "server/metrics/convert_metrics.h"

#include <prometheus/text_serializer.h>

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "server/durations.h"
#include "server/monitor/process.h"
#include "solver/expression/expression_model.h"

namespace fitd::server {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

// The families of one value each.
class Families {
 public:
  explicit Families(std::vector<MetricFamily> counted) : families_(std::move(counted)) {}

  void gauge(const char* name, const char* help, double value) {
    ClientMetric metric;
    metric.gauge.value = value;
    add(name, help, MetricType::Gauge, std::move(metric));
  }
  void counter(const char* name, const char* help, double value) {
    ClientMetric metric;
    metric.counter.value = value;
    add(name, help, MetricType::Counter, std::move(metric));
  }
  void add(const char* name, const char* help, MetricType type, ClientMetric metric) {
    families_.push_back({name, help, type, {std::move(metric)}});
  }
  const std::vector<MetricFamily>& all() const { return families_; }

 private:
  std::vector<MetricFamily> families_;
};

double seconds(const google::protobuf::Duration& time) {
  return std::chrono::duration<double>(to_nanoseconds(time)).count();
}

void add_build(const v1::ServerInfo& info, Families& families) {
  ClientMetric build;
  build.label = {{"version", info.version()}, {"simd_target", info.simd_target()}};
  build.gauge.value = 1;
  families.add("fitd_build_info", "What runs; always 1.", MetricType::Gauge, std::move(build));
}

void add_load(const v1::ServerInfo& info, const v1::ServerLoad& load, Families& families) {
  families.gauge("fitd_workers", "Threads that compute.", load.workers());
  families.gauge("fitd_busy_workers", "Of these, those that do.", load.busy_workers());
  families.gauge("fitd_express_workers", "Threads that compute only short fits.",
                 load.express_workers());
  families.gauge("fitd_busy_express_workers", "Of these, those that do.",
                 load.busy_express_workers());
  families.gauge("fitd_functions", "FitFunction calls that run.", load.functions());
  families.gauge("fitd_queue_length", "Requests that wait for a worker.",
                 static_cast<double>(load.queue_length()));
  families.gauge("fitd_queue_limit", "Requests that may wait.",
                 static_cast<double>(info.limits().queue_length()));
  families.gauge("fitd_queue_bytes", "Bytes of the requests that wait.",
                 static_cast<double>(load.queue_bytes()));
  families.gauge("fitd_working_memory_bytes", "Set aside for what waits or runs.",
                 static_cast<double>(load.working_memory()));
  families.gauge("fitd_working_memory_limit_bytes", "The most that is set aside.",
                 static_cast<double>(info.limits().working_memory()));
  families.gauge("fitd_watchers", "Streams of MonitorService.Watch, and of events over HTTP.",
                 load.watchers());
  families.gauge("fitd_calls_open", "Calls that compute or stream, watchers not among them.",
                 load.calls());
  families.gauge("fitd_draining", "1 once the server is about to end.", load.draining() ? 1 : 0);
}

void add_process(const v1::ServerInfo& info, const v1::ServerLoad& load, Families& families) {
  const ProcessLimits limits = process_limits();
  families.counter("process_cpu_seconds_total", "Time of all processors that was used.",
                   seconds(load.cpu_time()));
  families.gauge("process_resident_memory_bytes", "Memory in use.",
                 static_cast<double>(load.resident_memory()));
  families.gauge("process_virtual_memory_bytes", "Memory that was asked for.",
                 static_cast<double>(limits.virtual_memory));
  families.gauge("process_open_fds", "File descriptors in use.",
                 static_cast<double>(limits.open_files));
  families.gauge("process_max_fds", "File descriptors that may be.",
                 static_cast<double>(limits.max_files));
  families.gauge("process_start_time_seconds", "When it began, since 1970.",
                 static_cast<double>(info.start_time().seconds()));
}

}  // namespace

std::string model_label(const models::Model& model) {
  if (dynamic_cast<const expression::ExpressionModel*>(&model) == nullptr) {
    return model.info().name;
  }
  return expression::is_name(model.info().name) ? "registered" : "expression";
}

std::string code_label(int code) {
  return absl::AsciiStrToLower(absl::StatusCodeToString(static_cast<absl::StatusCode>(code)));
}

std::string end_label(int termination, const absl::Status& status) {
  if (termination == 0) return code_label(static_cast<int>(status.code()));
  const std::string& name = v1::Termination_Name(static_cast<v1::Termination>(termination));
  return absl::AsciiStrToLower(absl::StripPrefix(name, "TERMINATION_"));
}

std::string metrics_text(const Metrics& metrics, const v1::ServerInfo& info,
                         const v1::ServerLoad& load, std::size_t http_connections) {
  Families families(metrics.collect());
  add_build(info, families);
  add_load(info, load, families);
  families.gauge("fitd_http_connections", "Connections of the HTTP port.",
                 static_cast<double>(http_connections));
  add_process(info, load, families);
  return prometheus::TextSerializer().Serialize(families.all());
}

}  // namespace fitd::server
