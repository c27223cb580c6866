// The connection's half of a FitFunction call.
#ifndef FITD_SERVER_FUNCTION_FUNCTION_CALL_H_
#define FITD_SERVER_FUNCTION_FUNCTION_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <string>

#include "fitd/v1/fit_function.pb.h"
#include "server/function/function_session.h"
#include "server/live_calls.h"

namespace fitd::server {

using FunctionReactor = grpc::ServerBidiReactor<v1::FitFunctionRequest, v1::FitFunctionResponse>;

// Begins a call for `client`; `fit_id` names it in the log. The reactor deletes itself.
FunctionReactor* begin_function_call(grpc::CallbackServerContext& context,
                                     const FunctionParts& parts, LiveCalls& live_calls,
                                     std::string client, std::string fit_id);

}  // namespace fitd::server

#endif  // FITD_SERVER_FUNCTION_FUNCTION_CALL_H_
