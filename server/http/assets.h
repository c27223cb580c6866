// Files that are compiled into the server.
#ifndef FITD_SERVER_HTTP_ASSETS_H_
#define FITD_SERVER_HTTP_ASSETS_H_

#include <span>
#include <string_view>

namespace fitd::server {

struct Asset {
  std::string_view path;  // "/index.html"
  std::string_view mime;
  std::string_view etag;  // with its quotes
  std::string_view bytes;
};

// Written by embed_assets of the files in a folder.
//
// The status page: server/http/status.
std::span<const Asset> status_assets();
// The dashboard: FITD_DASHBOARD_DIR of the build, which holds index.html and what it names; empty
// without.
std::span<const Asset> dashboard_assets();

}  // namespace fitd::server

#endif  // FITD_SERVER_HTTP_ASSETS_H_
