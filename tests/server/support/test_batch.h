// A client of FitBatch; gRPC stays in the .cc.
#ifndef FITD_TESTS_SERVER_SUPPORT_TEST_BATCH_H_
#define FITD_TESTS_SERVER_SUPPORT_TEST_BATCH_H_

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fitd/v1/fit_batch.pb.h"
#include "tests/server/support/batches.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {

// A call whose messages are written and read one by one; writing on one thread, reading on another.
class OpenBatch {
 public:
  virtual ~OpenBatch() = default;
  // Blocks while the server takes nothing. False: the call has ended.
  virtual bool write(const v1::FitBatchRequest& request) = 0;
  virtual void writes_done() = 0;
  // None at the end of the stream.
  virtual std::optional<v1::FitBatchResponse> read() = 0;
  virtual void cancel() = 0;
  // Reads what is left, then the status.
  virtual CallEnd finish() = 0;
};

std::unique_ptr<OpenBatch> open_batch(const TestServer& server,
                                      const std::map<std::string, std::string>& metadata = {},
                                      std::chrono::milliseconds timeout = std::chrono::minutes(2));

// A whole call.
struct BatchReply {
  CallEnd end;
  v1::FitBatchAccepted accepted;
  Answers answers;
  std::vector<v1::FitBatchProgress> progress;
  std::optional<v1::FitBatchSummary> summary;
  int messages = 0;  // of results

  void add(const v1::FitBatchResponse& response);
};

// Writes `requests` and reads meanwhile, to the end.
BatchReply run_batch(const TestServer& server, const std::vector<v1::FitBatchRequest>& requests);

// A header and chunks of `rows` data sets of m points each (the last may have fewer).
std::vector<v1::FitBatchRequest> in_chunks(v1::FitBatchHeader header, std::span<const double> y,
                                           std::size_t rows, Payload payload = Payload::kF64);

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_SUPPORT_TEST_BATCH_H_
