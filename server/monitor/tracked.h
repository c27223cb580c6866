// What the hub tells watchers of: a fit or a batch, while it waits, runs, and after its end.
#ifndef FITD_SERVER_MONITOR_TRACKED_H_
#define FITD_SERVER_MONITOR_TRACKED_H_

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace fitd::server {

using Labels = std::map<std::string, std::string>;

// A serialised message.
using Bytes = std::shared_ptr<const std::string>;

enum class Topic { kFit, kBatch };

class Tracked {
 public:
  // What has changed since the last reading.
  struct Reading {
    Bytes state;     // null: nothing
    Bytes progress;  // null: nothing
    bool ended = false;
  };

  Tracked(Topic topic, std::string id, Labels labels)
      : topic_(topic), id_(std::move(id)), labels_(std::move(labels)) {}
  virtual ~Tracked() = default;

  Topic topic() const { return topic_; }
  const std::string& id() const { return id_; }
  const Labels& labels() const { return labels_; }

  // Called by one thread at a time, beside whoever changes it. After a reading that has ended there
  // is no other.
  virtual Reading read() = 0;

  // Bytes that it holds after its end.
  virtual std::size_t kept_bytes() const = 0;

 private:
  friend class MonitorHub;
  const Topic topic_;
  const std::string id_;
  const Labels labels_;
  std::atomic<bool> waits_{false};  // in the hub's inbox
};

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_TRACKED_H_
