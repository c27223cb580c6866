// A client of MonitorService; gRPC stays in the .cc.
#ifndef FITD_TESTS_SERVER_SUPPORT_MONITOR_CLIENT_H_
#define FITD_TESTS_SERVER_SUPPORT_MONITOR_CLIENT_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "fitd/v1/monitor.pb.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {

// A Watch call whose messages are read one by one, and what follows from them.
class OpenWatch {
 public:
  virtual ~OpenWatch() = default;
  // None at the end of the stream.
  virtual std::optional<v1::ServerEvent> read() = 0;
  virtual void cancel() = 0;
  // Reads what is left, then the status.
  virtual CallEnd finish() = 0;
};

// What a watcher knows: the tables that the comment of ServerEvent describes.
class WatchedServer {
 public:
  void apply(const v1::ServerEvent& event);
  // Reads on until the fit `id` is in `state`. Fails the process where the stream ends before.
  const v1::FitInfo& wait_for(OpenWatch& watch, const std::string& id, v1::WorkState state);
  // The same for the only fit with that request_id.
  const v1::FitInfo& wait_for_request(OpenWatch& watch, const std::string& request_id,
                                      v1::WorkState state);
  void read(OpenWatch& watch);

  std::map<std::string, v1::FitInfo> fits;
  std::map<std::string, v1::Progress> progress;
  std::map<std::string, v1::BatchInfo> batches;
  v1::ServerLoad load;
  std::string resume_token;
  int resets = 0;
};

class MonitorClient {
 public:
  explicit MonitorClient(const std::string& address);
  ~MonitorClient();

  std::unique_ptr<OpenWatch> watch(const v1::WatchRequest& request = {});
  CallEnd server_info(v1::ServerInfo& response);
  CallEnd list_fits(const v1::ListFitsRequest& request, v1::ListFitsResponse& response);
  CallEnd get_fit(const v1::GetFitRequest& request, v1::FitDetail& response);

 private:
  struct Stub;
  std::unique_ptr<Stub> stub_;
};

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_SUPPORT_MONITOR_CLIENT_H_
