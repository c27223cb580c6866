#include "server/function/remote_function.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "solver/lm/forward_difference.h"

namespace fitd::server {

using lm::EvaluationStatus;

RemoteFunction::RemoteFunction(FunctionOwner& owner, const RemoteShape& shape,
                               std::unique_ptr<AnsweredNumbers> at_start)
    : owner_(owner), shape_(shape), answer_(std::move(at_start)), num_expected_(1), in_answer_(1) {}

EvaluationStatus RemoteFunction::residuals(std::span<const double> x, std::span<double> r,
                                           const lm::Interrupt&) {
  if (next_ == num_expected_) {
    const auto answer = owner_.residuals(x, 1);
    if (answer == nullptr) return EvaluationStatus::kInterrupted;
    answer->read(0, r);
    return EvaluationStatus::kOk;
  }
  if (next_ == first_ + in_answer_ && !ask_for_expected()) return EvaluationStatus::kInterrupted;
  answer_->read((next_ - first_) * shape_.m, r);
  ++next_;
  if (next_ == first_ + in_answer_) answer_.reset();
  return EvaluationStatus::kOk;
}

void RemoteFunction::expect_displaced(std::span<const double> x, double step, const lm::Box& box) {
  const std::size_t n = x.size();
  expected_.resize(n * n);
  for (std::size_t k = 0; k < n; ++k) {
    const std::span<double> point = std::span(expected_).subspan(k * n, n);
    std::copy(x.begin(), x.end(), point.begin());
    point[k] = x[k] + lm::displacement_within(box, k, x[k], step);
  }
  num_expected_ = shape_.n;
  next_ = first_ = in_answer_ = 0;
}

bool RemoteFunction::ask_for_expected() {
  first_ = next_;
  in_answer_ = std::min(num_expected_ - next_, shape_.points_per_ask);
  const auto n = static_cast<std::size_t>(shape_.n);
  answer_ = owner_.residuals(std::span(expected_).subspan(static_cast<std::size_t>(first_) * n,
                                                          static_cast<std::size_t>(in_answer_) * n),
                             in_answer_);
  return answer_ != nullptr;
}

EvaluationStatus RemoteFunction::jacobian(std::span<const double> x, std::span<double> j,
                                          const lm::Interrupt&) {
  const auto answer = owner_.jacobian(x);
  if (answer == nullptr) return EvaluationStatus::kInterrupted;
  if (shape_.layout == JacobianLayout::kRowPerParameter) {
    answer->read(0, j);
    return EvaluationStatus::kOk;
  }
  const auto m = static_cast<std::size_t>(shape_.m);
  const auto n = static_cast<std::size_t>(shape_.n);
  std::vector<double> row(n);
  for (std::size_t i = 0; i < m; ++i) {
    answer->read(static_cast<std::int64_t>(i * n), row);
    for (std::size_t k = 0; k < n; ++k) j[k * m + i] = row[k];
  }
  return EvaluationStatus::kOk;
}

}  // namespace fitd::server
