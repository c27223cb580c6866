#include "server/pool/fair_queue.h"

#include <cassert>
#include <utility>

namespace fitd::server {

void FairQueue::push(WorkId id, const std::string& client, Work work) {
  assert(!entries_.contains(id));
  auto [found, is_new] = line_of_.try_emplace(client);
  if (is_new) found->second = lines_.insert(lines_.end(), Line{client, {}});
  const auto line = found->second;
  line->entries.push_back({id, std::move(work)});
  entries_.emplace(id, Place{line, std::prev(line->entries.end())});
}

FairQueue::Work FairQueue::pop() {
  assert(!empty());
  const auto line = lines_.begin();
  Work work = std::move(line->entries.front().work);
  lines_.splice(lines_.end(), lines_, line);  // the client's next turn comes after all others'
  drop({line, line->entries.begin()});
  return work;
}

bool FairQueue::remove(WorkId id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return false;
  drop(Place(found->second));
  return true;
}

void FairQueue::drop(const Place& place) {
  entries_.erase(place.entry->id);
  place.line->entries.erase(place.entry);
  if (place.line->entries.empty()) {
    line_of_.erase(place.line->client);
    lines_.erase(place.line);
  }
}

}  // namespace fitd::server
