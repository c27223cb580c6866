// Threads of their own for sessions that mostly wait, so that they hold no pool worker.
#ifndef FITD_SERVER_FUNCTION_SESSION_THREADS_H_
#define FITD_SERVER_FUNCTION_SESSION_THREADS_H_

#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace fitd::server {

// At most so many threads at a time, each for one session. Thread-safe.
class SessionThreads {
 public:
  // limit >= 1.
  explicit SessionThreads(int limit) : limit_(limit) {}

  // Waits for the sessions that run.
  ~SessionThreads();

  SessionThreads(const SessionThreads&) = delete;
  SessionThreads& operator=(const SessionThreads&) = delete;

  // What is left to do when a session's place is free for the next: to tell its client.
  using Farewell = std::function<void()>;

  // Runs `session` on a new thread, then its farewell; neither must throw. False, and nothing is
  // run, where `limit` sessions run or the system has no thread to give.
  bool start(std::function<Farewell()> session);

  int running() const;
  int limit() const { return limit_; }

 private:
  struct Entry {
    std::thread thread;
    bool finished = false;
  };

  void run(Entry& entry, std::function<Farewell()>& session);
  // Takes the threads that have finished out of the list. Under mutex_.
  std::list<Entry> take_finished();

  const int limit_;
  mutable std::mutex mutex_;
  std::list<Entry> threads_;
  int running_ = 0;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_FUNCTION_SESSION_THREADS_H_
