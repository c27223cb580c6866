// The client of a FitFunction call as the owner of its function.
#ifndef FITD_SERVER_FUNCTION_WIRE_OWNER_H_
#define FITD_SERVER_FUNCTION_WIRE_OWNER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "absl/status/status.h"
#include "fitd/v1/fit_function.pb.h"
#include "server/arrays.h"
#include "server/function/remote_function.h"

namespace fitd::server {

// Sends an ask and waits for its answer; none where there will be none.
using Ask = std::function<std::optional<v1::Evaluation>(v1::FitFunctionResponse)>;

// Writes asks, and checks answers before the solver sees them. Used by one thread.
class WireOwner final : public FunctionOwner {
 public:
  // n parameters; asks carry their points in `encoding`.
  WireOwner(Ask ask, int n, bool col_deriv, Encoding encoding)
      : ask_(std::move(ask)), n_(n), col_deriv_(col_deriv), encoding_(encoding) {}

  // The number of residuals, which answers must have from now on.
  void set_num_residuals(std::int64_t m) { m_ = m; }

  // What goes with the next ask.
  v1::FitFunctionResponse& next() { return next_; }

  std::unique_ptr<AnsweredNumbers> residuals(std::span<const double> points,
                                             std::int64_t num_points) override;
  std::unique_ptr<AnsweredNumbers> jacobian(std::span<const double> x) override;

  // Why the last answer was no good. OK where there was none, or it was.
  const absl::Status& status() const { return status_; }
  std::int64_t asks() const { return asks_; }

 private:
  std::unique_ptr<AnsweredNumbers> evaluate(v1::Evaluate::What what, std::span<const double> points,
                                            std::int64_t num_points);

  const Ask ask_;
  const int n_;
  const bool col_deriv_;
  const Encoding encoding_;
  std::int64_t m_ = -1;  // not known yet
  std::int64_t asks_ = 0;
  v1::FitFunctionResponse next_;
  absl::Status status_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_FUNCTION_WIRE_OWNER_H_
