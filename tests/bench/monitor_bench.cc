// What watching costs those who compute: a worker's publish beside 0, 10 and 1,000 watchers, a
// tenth of whom never read. CPU time of the publishing thread.

#include <benchmark/benchmark.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "server/monitor/hub.h"

namespace fitd::server {
namespace {

class Work final : public Tracked {
 public:
  explicit Work(std::string name) : Tracked(Topic::kFit, std::move(name), {}) {}
  Reading read() override { return {state_, state_, false}; }
  std::size_t kept_bytes() const override { return 0; }

 private:
  const Bytes state_ = std::make_shared<const std::string>(300, 'x');
};

class Reader final : public Watcher {
 public:
  Reader(MonitorHub& hub, bool reads) : hub_(hub), reads_(reads) {}
  void seat(WatcherId id) { id_.set_value(id); }
  void send(FramePointer /*frame*/) override {
    if (reads_) hub_.sent(seated_.get());
  }
  void end() override {}

 private:
  MonitorHub& hub_;
  const bool reads_;
  std::promise<WatcherId> id_;
  std::shared_future<WatcherId> seated_{id_.get_future()};
};

std::string joined(const FrameParts& parts) {
  std::string message;
  for (const Bytes& piece : parts.fits) message += *piece;
  for (const Bytes& piece : parts.progress) message += *piece;
  return message;
}

void publish(benchmark::State& state) {
  MonitorHub hub({}, joined, [](std::size_t) { return std::string(); });
  hub.start();
  for (int i = 0; i < state.range(0); ++i) {
    auto reader = std::make_shared<Reader>(hub, i % 10 != 0);
    reader->seat(hub.add(reader, {}).value());
  }
  std::vector<std::shared_ptr<Work>> running;
  for (int i = 0; i < 64; ++i) running.push_back(std::make_shared<Work>(std::to_string(i)));
  std::size_t next = 0;
  for (auto _ : state) hub.changed(running[next++ % running.size()]);
}
BENCHMARK(publish)->Arg(0)->Arg(10)->Arg(1000);

// The worst case: each time another fit, so that each goes into the inbox.
void publish_new(benchmark::State& state) {
  MonitorHub hub({}, joined, [](std::size_t) { return std::string(); });
  hub.start();
  for (int i = 0; i < state.range(0); ++i) {
    auto reader = std::make_shared<Reader>(hub, i % 10 != 0);
    reader->seat(hub.add(reader, {}).value());
  }
  std::vector<std::shared_ptr<Work>> fits;
  for (int i = 0; i < 20'000; ++i) fits.push_back(std::make_shared<Work>(std::to_string(i)));
  std::size_t next = 0;
  for (auto _ : state) hub.changed(fits[next++]);
}
BENCHMARK(publish_new)->Arg(0)->Arg(10)->Arg(1000)->Iterations(20'000);

}  // namespace
}  // namespace fitd::server

BENCHMARK_MAIN();
