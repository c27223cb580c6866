#include "server/pool/admission.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace fitd::server {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kNewWeight = 0.05;  // of a finished fit in the mean duration

}  // namespace

Ticket& Ticket::operator=(Ticket&& other) noexcept {
  if (this == &other) return *this;
  release();
  admission_ = std::exchange(other.admission_, nullptr);
  client_ = std::move(other.client_);
  cost_ = other.cost_;
  queues_ = other.queues_;
  started_ = other.started_;
  return *this;
}

void Ticket::start() {
  if (admission_ == nullptr || !queues_ || started_ != Clock::time_point{}) return;
  started_ = Clock::now();
  admission_->leave_queue(client_, cost_);
}

void Ticket::release() {
  if (admission_ == nullptr) return;
  const bool ran = started_ != Clock::time_point{};
  if (!ran && queues_) admission_->leave_queue(client_, cost_);
  admission_->finish(cost_, ran ? Clock::now() - started_ : Clock::duration(-1));
  admission_ = nullptr;
}

std::variant<Ticket, Refusal> Admission::admit(const std::string& client, Cost cost) {
  const std::lock_guard lock(mutex_);
  if (waiting_ >= limits_.queue_length) return Refusal::kQueueLength;
  if (waiting_bytes_ + cost.bytes > limits_.queue_bytes) return Refusal::kQueueBytes;
  if (working_memory_ + cost.working_memory > limits_.working_memory) {
    return Refusal::kWorkingMemory;
  }
  std::int64_t& of_client = waiting_of_[client];
  if (of_client >= limits_.client_queue_length) return Refusal::kClientShare;
  ++of_client;
  ++waiting_;
  waiting_bytes_ += cost.bytes;
  working_memory_ += cost.working_memory;
  return Ticket(this, client, cost, true);
}

std::variant<Ticket, Refusal> Admission::reserve(const std::string& client,
                                                 std::int64_t working_memory) {
  const std::lock_guard lock(mutex_);
  if (working_memory_ + working_memory > limits_.working_memory) return Refusal::kWorkingMemory;
  working_memory_ += working_memory;
  return Ticket(this, client, {.working_memory = working_memory}, false);
}

std::chrono::milliseconds Admission::retry_after() const {
  const std::lock_guard lock(mutex_);
  const double seconds =
      mean_run_seconds_ * static_cast<double>(waiting_ + 1) / static_cast<double>(limits_.workers);
  return std::chrono::milliseconds(std::lround(1000 * std::clamp(seconds, 0.1, 30.0)));
}

std::int64_t Admission::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

std::int64_t Admission::waiting_bytes() const {
  const std::lock_guard lock(mutex_);
  return waiting_bytes_;
}

std::int64_t Admission::working_memory() const {
  const std::lock_guard lock(mutex_);
  return working_memory_;
}

void Admission::leave_queue(const std::string& client, const Cost& cost) {
  const std::lock_guard lock(mutex_);
  --waiting_;
  waiting_bytes_ -= cost.bytes;
  const auto found = waiting_of_.find(client);
  if (--found->second == 0) waiting_of_.erase(found);
}

void Admission::finish(const Cost& cost, std::chrono::duration<double> ran) {
  const std::lock_guard lock(mutex_);
  working_memory_ -= cost.working_memory;
  if (ran.count() >= 0) mean_run_seconds_ += kNewWeight * (ran.count() - mean_run_seconds_);
}

}  // namespace fitd::server
