#include "server/http/guard.h"

#include <arpa/inet.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace fitd::server {
namespace {

// The host of HOST, HOST:PORT, [V6] or [V6]:PORT in lower case, without its brackets; none where
// the port is none.
std::optional<std::string> without_port(absl::string_view host) {
  absl::string_view name = host;
  absl::string_view rest;
  if (absl::StartsWith(host, "[")) {
    const std::size_t bracket = host.find(']');
    if (bracket == absl::string_view::npos) return std::nullopt;
    name = host.substr(1, bracket - 1);
    rest = host.substr(bracket + 1);
  } else if (const std::size_t colon = host.find(':'); colon != absl::string_view::npos) {
    name = host.substr(0, colon);
    rest = host.substr(colon);
  }
  int port = 0;
  const bool has_port = absl::StartsWith(rest, ":") && absl::SimpleAtoi(rest.substr(1), &port) &&
                        port > 0 && port <= 65535;
  if (name.empty() || (!rest.empty() && !has_port)) return std::nullopt;
  return absl::AsciiStrToLower(name);
}

bool is_address(const std::string& host) {
  in6_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

}  // namespace

HttpAnswer text_answer(int status, std::string text) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = std::make_shared<const std::string>(std::move(text) + "\n");
  return answer;
}

bool may_be_called(const std::string& host, const HostNames& names) {
  const auto name = without_port(host);
  if (!name) return false;
  return *name == "localhost" || is_address(*name) ||
         std::ranges::find(names.names, *name) != names.names.end();
}

std::optional<HttpAnswer> refuse(const HttpRequest& request, const HostNames& names) {
  if (!may_be_called(request.host, names)) {
    return text_answer(421, "This server does not go by that name; see fitd --http_hosts.");
  }
  if (request.origin.empty() || request.origin == absl::StrCat("http://", request.host) ||
      request.origin == absl::StrCat("https://", request.host)) {
    return std::nullopt;
  }
  return text_answer(403, "Pages of other origins may not ask this server.");
}

bool is_json(const std::string& content_type) {
  const std::vector<std::string> parts = absl::StrSplit(absl::AsciiStrToLower(content_type), ';');
  if (absl::StripAsciiWhitespace(parts[0]) != "application/json") return false;
  return std::all_of(parts.begin() + 1, parts.end(), [](absl::string_view part) {
    part = absl::StripAsciiWhitespace(part);
    return part == "charset=utf-8" || part == "charset=\"utf-8\"";
  });
}

}  // namespace fitd::server
