// The gRPC server: services behind a port, with health and reflection.
#ifndef FITD_SERVER_GRPC_SERVER_H_
#define FITD_SERVER_GRPC_SERVER_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/metrics/metrics.h"

namespace grpc {
class Channel;
class Server;
class Service;
}  // namespace grpc

namespace fitd::server {

class GrpcServer {
 public:
  struct Config {
    std::string listen;  // address:port; port 0 picks a free one
    std::int64_t max_message_bytes = 0;
  };

  // Serves `services`, which must outlive this, as must `metrics`, which count their calls; health
  // checks know the server as a whole and each of `service_names`. UNAVAILABLE where the port is
  // taken or the address is wrong.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> start(
      const Config& config, const std::vector<grpc::Service*>& services,
      const std::vector<std::string>& service_names, Metrics& metrics);

  ~GrpcServer();

  // Where it listens: the address of the configuration with the port that was picked.
  const std::string& address() const { return address_; }
  int port() const { return port_; }

  // A channel to it that leaves the process nowhere.
  std::shared_ptr<grpc::Channel> in_process_channel();

  // Health checks answer NOT_SERVING from now on.
  void set_not_serving();

  // Ends the connections; calls still open after `grace` are cancelled.
  void shutdown(std::chrono::nanoseconds grace);

 private:
  GrpcServer(std::unique_ptr<grpc::Server> server, std::string address, int port);

  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  int port_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_GRPC_SERVER_H_
