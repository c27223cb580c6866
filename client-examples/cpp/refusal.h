// A call that did not end OK, as a person reads it.
#ifndef FITD_CLIENT_EXAMPLES_CPP_REFUSAL_H_
#define FITD_CLIENT_EXAMPLES_CPP_REFUSAL_H_

#include <string>

#include "client-examples/cpp/outcome.h"

namespace fitd::ctl {

// How a call ended: a google.rpc.Code, its message, and the google.rpc.Status that came in the
// grpc-status-details-bin trailer, if any.
struct CallStatus {
  int code;
  std::string message;
  std::string details;
};

// The message and every field violation or waiting time in the details; the exit code that fits.
// `server`: where the call went.
Failure describe_refusal(const CallStatus& status, const std::string& server);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_REFUSAL_H_
