// An HTTP/1.1 port.
#ifndef FITD_SERVER_HTTP_HTTP_SERVER_H_
#define FITD_SERVER_HTTP_HTTP_SERVER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/http/guard.h"
#include "server/http/http_message.h"

namespace fitd::server {

// One thread of its own reads, writes, and calls the handler, which must not block. Connections,
// the sizes of headers and bodies, the memory of all bodies together, and the time that a client
// may take are bounded; what is no HTTP is answered with 400 and closed. Thread-safe.
class HttpServer {
 public:
  struct Config {
    std::string listen;  // address:port; port 0 picks a free one
    HostNames host_names;
    std::size_t max_connections = 2048;  // beyond, a connection is answered with 503
    std::size_t max_header_bytes = 8 << 10;
    std::size_t max_body_bytes = 16 << 20;
    std::size_t all_body_bytes = 256 << 20;
    std::chrono::nanoseconds read_timeout = std::chrono::seconds(20);   // of a whole request
    std::chrono::nanoseconds idle_timeout = std::chrono::seconds(60);   // between two
    std::chrono::nanoseconds write_timeout = std::chrono::seconds(60);  // of a whole answer
  };

  // UNAVAILABLE where the port is taken or the address is wrong.
  static absl::StatusOr<std::unique_ptr<HttpServer>> start(Config config, HttpHandler handler);

  // Ends all connections.
  ~HttpServer();

  // The address of the configuration with the port that was picked.
  const std::string& address() const;
  std::size_t num_connections() const;

  // Waits until no request is being answered, at most so long.
  void wait_until_idle(std::chrono::nanoseconds grace) const;

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_HTTP_HTTP_SERVER_H_
