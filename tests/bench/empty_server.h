// A FitService that computes nothing: what a call costs before any fit.
#ifndef FITD_TESTS_BENCH_EMPTY_SERVER_H_
#define FITD_TESTS_BENCH_EMPTY_SERVER_H_

#include <memory>
#include <string>

#include "fitd/v1/fit.pb.h"

namespace grpc {
class Server;
class Service;
}  // namespace grpc

namespace fitd::bench {

// Answers every Fit at once with one event of the given bytes.
class EmptyServer {
 public:
  // On a free port of 127.0.0.1.
  explicit EmptyServer(const v1::FitEvent& answer);
  ~EmptyServer();

  const std::string& address() const { return address_; }

 private:
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_EMPTY_SERVER_H_
