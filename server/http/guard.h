// Who may ask: what browsers are told, and what they must not be made to do.
#ifndef FITD_SERVER_HTTP_GUARD_H_
#define FITD_SERVER_HTTP_GUARD_H_

#include <optional>
#include <string>
#include <vector>

#include "server/http/http_message.h"

namespace fitd::server {

// Host names by which the server may be called beside localhost and any address in numbers. A page
// of another name that a DNS server points here (DNS rebinding) is thereby refused.
struct HostNames {
  std::vector<std::string> names;
};

// Whether `host`, with or without a port, is one of them.
bool may_be_called(const std::string& host, const HostNames& names);

// What is wrong with a request whatever it is for: 421 for another's host name, 403 for the page of
// another origin. None: nothing.
std::optional<HttpAnswer> refuse(const HttpRequest& request, const HostNames& names);

// Whether it is application/json, with no other charset than utf-8.
bool is_json(const std::string& content_type);

}  // namespace fitd::server

#endif  // FITD_SERVER_HTTP_GUARD_H_
