// A queue of work that serves its clients in turn, so that one who queues a thousand fits does not
// make another wait for all of them.
#ifndef FITD_SERVER_POOL_FAIR_QUEUE_H_
#define FITD_SERVER_POOL_FAIR_QUEUE_H_

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <unordered_map>

namespace fitd::server {

using WorkId = std::uint64_t;

// First in, first out within a client; round robin between clients. Every operation is O(1).
// Unbounded: admission bounds what gets here. Not thread-safe.
class FairQueue {
 public:
  using Work = std::function<void()>;

  // `id` must not be in the queue.
  void push(WorkId id, const std::string& client, Work work);

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }

  // Takes the next client's first work. Precondition: not empty.
  Work pop();

  // Takes out work that has not been popped; false where there is none of that id.
  bool remove(WorkId id);

 private:
  struct Entry {
    WorkId id;
    Work work;
  };
  struct Line {
    std::string client;
    std::list<Entry> entries;  // never empty
  };
  struct Place {
    std::list<Line>::iterator line;
    std::list<Entry>::iterator entry;
  };

  void drop(const Place& place);

  std::list<Line> lines_;  // the front is served next
  std::unordered_map<std::string, std::list<Line>::iterator> line_of_;
  std::unordered_map<WorkId, Place> entries_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_POOL_FAIR_QUEUE_H_
