// App's HTTP port.
#include <grpcpp/channel.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "server/app.h"
#include "server/http/api_call.h"
#include "server/http/convert_http.h"
#include "server/http/events_stream.h"
#include "server/http/site.h"
#include "server/metrics/convert_metrics.h"
#include "server/monitor/validate_monitor.h"
#include "server/monitor/views.h"
#include "spdlog/spdlog.h"

namespace fitd::server {
namespace {

constexpr std::size_t kBodiesAtATime = 16;

HostNames host_names(const Options& options) {
  HostNames names;
  for (const auto name : absl::StrSplit(options.http_hosts, ',', absl::SkipWhitespace())) {
    names.names.push_back(absl::AsciiStrToLower(absl::StripAsciiWhitespace(name)));
  }
  return names;
}

HttpServer::Config http_config(const Options& options) {
  HttpServer::Config config;
  config.listen = options.http;
  config.max_connections = static_cast<std::size_t>(options.http_connections);
  config.max_body_bytes = static_cast<std::size_t>(options.http_body_bytes);
  config.all_body_bytes = kBodiesAtATime * config.max_body_bytes;
  return config;
}

}  // namespace

std::string App::metrics_text() {
  const HttpServer* http = http_in_use_;
  const std::size_t connections = http == nullptr ? 0 : http->num_connections();
  return server::metrics_text(monitor_.metrics, server_info_, load(monitor_.hub.num_watchers()),
                              connections);
}

absl::Status App::start_http() {
  if (options_.http.empty()) return absl::OkStatus();
  const auto events = [this](HttpRequest&& request, const std::shared_ptr<HttpExchange>& exchange) {
    const auto wanted = to_watch_request(request.query, request.last_event_id);
    const absl::Status status = wanted.ok() ? validate(*wanted) : wanted.status();
    if (!status.ok()) return exchange->answer(to_answer(status));
    stream_events(to_settings(*wanted), exchange, monitor_.hub, watches_);
  };
  const auto api = [parts = ApiParts{grpc_->in_process_channel(), view_pool_}](
                       HttpRequest&& request, const std::shared_ptr<HttpExchange>& exchange) {
    call_api(parts, std::move(request), exchange);
  };
  const auto site =
      std::make_shared<const Site>(Site::Parts{.host_names = host_names(options_),
                                               .is_ready = [this] { return !draining_; },
                                               .metrics = [this] { return metrics_text(); },
                                               .events = events,
                                               .api = api});
  const HttpHandler handler = [site](HttpRequest&& request,
                                     const std::shared_ptr<HttpExchange>& exchange) {
    site->handle(std::move(request), exchange);
  };
  auto server = HttpServer::start(http_config(options_), handler);
  if (!server.ok() && options_.http == kDefaultHttp) {
    spdlog::warn("port 8080 is taken: HTTP is served on another; --http says where");
    HttpServer::Config any_port = http_config(options_);
    any_port.listen = "127.0.0.1:0";
    server = HttpServer::start(std::move(any_port), handler);
  }
  if (!server.ok()) return server.status();
  http_ = *std::move(server);
  http_in_use_ = http_.get();
  return absl::OkStatus();
}

}  // namespace fitd::server
