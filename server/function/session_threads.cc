#include "server/function/session_threads.h"

#include <system_error>
#include <utility>

namespace fitd::server {

SessionThreads::~SessionThreads() {
  // Nothing starts any more, and a thread that ends touches only its own entry.
  for (Entry& entry : threads_) entry.thread.join();
}

bool SessionThreads::start(std::function<Farewell()> session) {
  std::list<Entry> finished;
  bool started = false;
  {
    const std::lock_guard lock(mutex_);
    finished = take_finished();
    if (running_ < limit_) {
      const auto place = threads_.emplace(threads_.end());
      try {
        place->thread =
            std::thread([this, place, work = std::move(session)]() mutable { run(*place, work); });
        ++running_;
        started = true;
      } catch (const std::system_error&) {
        threads_.erase(place);
      }
    }
  }
  for (Entry& entry : finished) entry.thread.join();  // takes no time
  return started;
}

void SessionThreads::run(Entry& entry, std::function<Farewell()>& session) {
  Farewell farewell = session();
  {
    const std::lock_guard lock(mutex_);
    --running_;
  }
  farewell();
  farewell = nullptr;
  session = nullptr;  // what they hold is freed before the thread counts as finished
  const std::lock_guard lock(mutex_);
  entry.finished = true;
}

std::list<SessionThreads::Entry> SessionThreads::take_finished() {
  std::list<Entry> finished;
  for (auto entry = threads_.begin(); entry != threads_.end();) {
    const auto next = std::next(entry);
    if (entry->finished) finished.splice(finished.end(), threads_, entry);
    entry = next;
  }
  return finished;
}

int SessionThreads::running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

}  // namespace fitd::server
