#include "server/http/site.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace fitd::server {
namespace {

bool is_get(const HttpRequest& request) {
  return request.method == "GET" || request.method == "HEAD";
}

HttpAnswer not_allowed(const char* allowed) {
  HttpAnswer answer = text_answer(405, "That method is not for this.");
  answer.headers.emplace_back("Allow", allowed);
  return answer;
}

HttpAnswer not_to_be_kept(HttpAnswer answer) {
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

const Asset* find(std::span<const Asset> assets, std::string_view path) {
  const auto found = std::ranges::find(assets, path, &Asset::path);
  return found == assets.end() ? nullptr : &*found;
}

// The file for a path; null where there is none.
const Asset* asset_for(const std::string& path) {
  if (path == "/status") return find(status_assets(), "/status.html");
  if (path == "/") {
    const Asset* dashboard = find(dashboard_assets(), "/index.html");
    return dashboard != nullptr ? dashboard : find(status_assets(), "/status.html");
  }
  const Asset* asset = find(dashboard_assets(), path);
  return asset != nullptr ? asset : find(status_assets(), path);
}

HttpAnswer asset_answer(const Asset& asset, const HttpRequest& request) {
  HttpAnswer answer;
  answer.headers.emplace_back("ETag", asset.etag);
  // The browser asks each time whether it has changed, which costs 304 and no bytes.
  answer.headers.emplace_back("Cache-Control", "no-cache");
  if (request.if_none_match == asset.etag) {
    answer.status = 304;
    return answer;
  }
  answer.content_type = std::string(asset.mime);
  answer.body = std::make_shared<const std::string>(asset.bytes);
  return answer;
}

bool is_probe(const std::string& path) { return path == "/healthz" || path == "/readyz"; }

}  // namespace

void Site::handle(HttpRequest&& request, const std::shared_ptr<HttpExchange>& exchange) const {
  // Probes come by whatever name, or none, and learn one word.
  if (!is_probe(request.path)) {
    if (auto refused = refuse(request, parts_.host_names)) return exchange->answer(*refused);
  }
  if (absl::StartsWith(request.path, "/api/")) return handle_api(std::move(request), exchange);
  if (request.path == "/events") {
    if (request.method != "GET") return exchange->answer(not_allowed("GET"));
    return parts_.events(std::move(request), exchange);
  }
  exchange->answer(page(request));
}

void Site::handle_api(HttpRequest&& request, const std::shared_ptr<HttpExchange>& exchange) const {
  if (request.method != "POST") return exchange->answer(not_allowed("POST"));
  if (!is_json(request.content_type)) {
    return exchange->answer(text_answer(415, "Send JSON as Content-Type: application/json."));
  }
  parts_.api(std::move(request), exchange);
}

HttpAnswer Site::page(const HttpRequest& request) const {
  const bool has_metrics = parts_.metrics != nullptr;
  if ((has_metrics && request.path == "/metrics") || is_probe(request.path)) {
    if (!is_get(request)) return not_allowed("GET, HEAD");
    if (request.path == "/healthz") return not_to_be_kept(text_answer(200, "alive"));
    if (request.path == "/readyz") {
      return not_to_be_kept(parts_.is_ready() ? text_answer(200, "ready")
                                              : text_answer(503, "draining"));
    }
    HttpAnswer answer;
    answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = std::make_shared<const std::string>(parts_.metrics());
    return not_to_be_kept(std::move(answer));
  }
  const Asset* asset = asset_for(request.path);
  if (asset == nullptr) return text_answer(404, "There is nothing here.");
  return is_get(request) ? asset_answer(*asset, request) : not_allowed("GET, HEAD");
}

}  // namespace fitd::server
