// What stands behind the HTTP port: which path is answered by what.
#ifndef FITD_SERVER_HTTP_SITE_H_
#define FITD_SERVER_HTTP_SITE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "server/http/assets.h"
#include "server/http/guard.h"
#include "server/http/http_message.h"

namespace fitd::server {

//   /                        the dashboard, or where it is not built in, the status page
//   /status                  the status page
//   /events                  MonitorService.Watch as server-sent events
//   /api/<Service>/<Method>  a method of fitd.v1, as JSON
//   /metrics                 for Prometheus
//   /healthz, /readyz        whether the process lives; whether it takes calls
//
// Paths are compared as they are sent: there is no file behind them. Thread-safe.
class Site {
 public:
  struct Parts {
    HostNames host_names;
    std::function<bool()> is_ready;
    std::function<std::string()> metrics;  // in Prometheus's text format; null: none
    HttpHandler events;
    HttpHandler api;  // with a POST of JSON
  };

  explicit Site(Parts parts) : parts_(std::move(parts)) {}

  void handle(HttpRequest&& request, const std::shared_ptr<HttpExchange>& exchange) const;

 private:
  void handle_api(HttpRequest&& request, const std::shared_ptr<HttpExchange>& exchange) const;
  HttpAnswer page(const HttpRequest& request) const;

  const Parts parts_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_HTTP_SITE_H_
