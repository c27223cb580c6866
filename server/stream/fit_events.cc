#include "server/stream/fit_events.h"

#include <utility>

#include "server/durations.h"

namespace fitd::server {
namespace {

void stamp(v1::FitEvent& event) {
  *event.mutable_time() = to_timestamp(std::chrono::system_clock::now());
}

}  // namespace

void FitEvents::accept(v1::Accepted accepted, bool short_fit) {
  stamp(held_);
  *held_.mutable_accepted() = std::move(accepted);
  holding_ = true;
  if (!short_fit) send_held();
}

void FitEvents::start() {
  started_ = Clock::now();
  last_report_ = started_;
}

void FitEvents::report(const lm::Iteration& iteration, int starts_done) {
  if (!job_.progress.on || iteration.iteration % job_.progress.every_iterations != 0) return;
  const Clock::time_point now = Clock::now();
  if (iteration.iteration == 0) {
    v1::FitEvent& event = held_;
    if (!holding_) stamp(event);
    *event.mutable_progress() =
        to_progress(iteration, job_, now - started_, job_.progress.with_parameters);
    if (!holding_) sink_.send_state(std::exchange(held_, {}));
    return;
  }
  if (now - last_report_ < job_.progress.min_interval) return;
  last_report_ = now;
  if (holding_) send_held();
  v1::FitEvent event;
  stamp(event);
  *event.mutable_progress() =
      to_progress(iteration, job_, now - started_, job_.progress.with_parameters);
  event.mutable_progress()->set_starts_done(starts_done);
  sink_.send_progress(std::move(event));
}

void FitEvents::finish(v1::FitResult result) {
  stamp(held_);
  *held_.mutable_result() = std::move(result);
  sink_.send_last(std::exchange(held_, {}));
}

void FitEvents::send_held() {
  holding_ = false;
  sink_.send_state(std::exchange(held_, {}));
}

}  // namespace fitd::server
