// The story of one fit, as the events of its stream.
#ifndef FITD_SERVER_STREAM_FIT_EVENTS_H_
#define FITD_SERVER_STREAM_FIT_EVENTS_H_

#include <chrono>

#include "fitd/v1/fit.pb.h"
#include "server/convert_fit.h"

namespace fitd::server {

// Where events go.
class FitEventSink {
 public:
  virtual ~FitEventSink() = default;
  // Never lost.
  virtual void send_state(v1::FitEvent event) = 0;
  // May be replaced by a newer one.
  virtual void send_progress(v1::FitEvent event) = 0;
  // The last event; the stream ends well with it.
  virtual void send_last(v1::FitEvent event) = 0;
};

// Acceptance first, then progress as the settings say, then the result. A fit whose end is expected
// within the progress interval is one message that holds them all; should it take longer after all,
// the next progress sends what was held back. Used by one thread at a time.
class FitEvents {
 public:
  // `sink` must outlive this, and `job` all calls but finish().
  FitEvents(const FitJob& job, FitEventSink& sink) : job_(job), sink_(sink) {}

  // `short_fit`: the fit starts at once and should end within the progress interval.
  void accept(v1::Accepted accepted, bool short_fit);

  // The first evaluation is about to be made; progress intervals count from here.
  void start();

  // `starts_done`: of a fit with many starts.
  void report(const lm::Iteration& iteration, int starts_done = 0);

  void finish(v1::FitResult result);

 private:
  using Clock = std::chrono::steady_clock;

  void send_held();

  const FitJob& job_;
  FitEventSink& sink_;
  v1::FitEvent held_;
  bool holding_ = false;
  Clock::time_point started_{};
  Clock::time_point last_report_{};
};

}  // namespace fitd::server

#endif  // FITD_SERVER_STREAM_FIT_EVENTS_H_
