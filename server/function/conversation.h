// Question and answer between a thread that computes and a connection that answers.
#ifndef FITD_SERVER_FUNCTION_CONVERSATION_H_
#define FITD_SERVER_FUNCTION_CONVERSATION_H_

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace fitd::server {

// One question at a time: the asker waits, however long, for its answer or for the end.
// Thread-safe; one asker.
template <class Answer>
class Conversation {
 public:
  // Puts a question by calling `send` and waits for the answer. None where the conversation has
  // ended; `send` may not have been called then.
  template <class Send>
  std::optional<Answer> ask(const Send& send) {
    {
      const std::lock_guard lock(mutex_);
      if (ended_) return std::nullopt;
      asked_ = true;
    }
    send();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return answer_ || ended_; });
    if (ended_) return std::nullopt;
    return std::exchange(answer_, std::nullopt);
  }

  // What becomes of an answer.
  enum class Reception {
    kTaken,
    kUnasked,  // no question is open
    kEnded,    // nobody asks any more
  };
  Reception answer(Answer answer) {
    const std::lock_guard lock(mutex_);
    if (ended_) return Reception::kEnded;
    if (!asked_) return Reception::kUnasked;
    asked_ = false;
    answer_ = std::move(answer);
    changed_.notify_all();
    return Reception::kTaken;
  }

  // No more answers; an open question has none, and an answer not yet taken is dropped.
  void end() {
    std::optional<Answer> dropped;  // freed outside the lock
    const std::lock_guard lock(mutex_);
    ended_ = true;
    dropped.swap(answer_);
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool asked_ = false;
  bool ended_ = false;
  std::optional<Answer> answer_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_FUNCTION_CONVERSATION_H_
