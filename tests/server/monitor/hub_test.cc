#include "server/monitor/hub.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/monitor/test_work.h"

namespace fitd::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

MonitorHub::Config quick() {
  MonitorHub::Config config;
  config.instance_id = "here";
  config.tick = std::chrono::milliseconds(1);
  config.load_interval = std::chrono::hours(1);
  return config;
}

const WatchSettings kAtOnce = {.min_interval = std::chrono::nanoseconds(0), .load = false};

class HubTest : public ::testing::Test {
 protected:
  explicit HubTest(MonitorHub::Config config = quick())
      : hub_(std::move(config), in_words, [](std::size_t) { return std::string("load"); }) {}

  std::shared_ptr<TestWork> begin(const std::string& name, const Labels& labels = {}) {
    auto work = std::make_shared<TestWork>(name, labels);
    set(work, "queued");
    return work;
  }
  void set(const std::shared_ptr<TestWork>& work, const std::string& state, bool ended = false) {
    work->set_state(state, ended);
    hub_.changed(work);
  }
  void report(const std::shared_ptr<TestWork>& work, const std::string& progress) {
    work->set_progress(progress);
    hub_.changed(work);
  }
  void run_and_end(const std::string& name) { set(std::make_shared<TestWork>(name), "done", true); }

  std::shared_ptr<TestWatcher> watcher(const WatchSettings& settings = kAtOnce, bool slow = false) {
    auto watcher = std::make_shared<TestWatcher>(slow);
    watcher->watch(hub_, settings);
    return watcher;
  }

  MonitorHub hub_;
};

TEST_F(HubTest, ASnapshotHasWhatWaitsRunsAndHasEnded) {
  const auto a = begin("a");
  set(a, "running");
  report(a, "7");
  begin("b");
  run_and_end("c");
  hub_.start();
  const auto watching = watcher();
  EXPECT_THAT(watching->wait_for("caught_up"),
              ElementsAre("reset a:running b:queued c:done a=7 caught_up"));
}

TEST_F(HubTest, AWatcherOfNothingIsToldSo) {
  hub_.start();
  EXPECT_THAT(watcher()->wait_for("caught_up"), ElementsAre("reset caught_up"));
}

TEST_F(HubTest, EveryStateComesAndInOrder) {
  hub_.start();
  const auto watching = watcher();
  std::vector<std::string> expected;
  for (int i = 0; i < 500; ++i) {
    expected.push_back(std::to_string(i) + ":done");
    run_and_end(std::to_string(i));
  }
  watching->wait_for("499:done");
  std::vector<std::string> seen;
  for (const std::string& message : watching->messages()) {
    for (std::size_t at = 0; (at = message.find(":done", at)) != std::string::npos; at += 5) {
      const std::size_t space = message.rfind(' ', at);
      const std::size_t begin = space == std::string::npos ? 0 : space + 1;
      seen.push_back(message.substr(begin, at + 5 - begin));
    }
  }
  EXPECT_EQ(seen, expected);
}

TEST_F(HubTest, OfProgressTheNewestComes) {
  const auto a = begin("a");
  hub_.start();
  const auto watching = watcher(kAtOnce, true);
  watching->wait_for("a:queued");
  // The first message has not been taken: what happens meanwhile comes as one.
  for (int i = 0; i < 100; ++i) report(a, std::to_string(i));
  set(a, "running");
  watching->take();
  watching->wait_for("a=99");
  EXPECT_THAT(watching->messages(), ElementsAre(HasSubstr("a:queued"), "a:running a=99 caught_up"));
}

TEST_F(HubTest, AnEndedFitHasNoProgress) {
  const auto a = begin("a");
  hub_.start();
  const auto watching = watcher(kAtOnce, true);
  watching->wait_for("a:queued");
  report(a, "1");
  set(a, "done", true);
  watching->take();
  EXPECT_EQ(watching->wait_for("a:done").back(), "a:done caught_up");
}

TEST_F(HubTest, AFilterByLabelsOrIds) {
  begin("a", {{"user", "eva"}, {"run", "1"}});
  begin("b", {{"user", "eva"}});
  begin("c", {{"user", "max"}});
  hub_.start();
  WatchSettings of_eva = kAtOnce;
  of_eva.labels = {{"user", "eva"}};
  WatchSettings of_c = kAtOnce;
  of_c.ids = {"c"};
  const auto eva = watcher(of_eva);
  const auto c = watcher(of_c);
  EXPECT_EQ(eva->wait_for("caught_up").front(), "reset a:queued b:queued caught_up");
  EXPECT_EQ(c->wait_for("caught_up").front(), "reset c:queued caught_up");
  begin("d", {{"user", "max"}});
  begin("e", {{"user", "eva"}});
  EXPECT_THAT(eva->wait_for("e:queued").back(), Not(HasSubstr("d:queued")));
  EXPECT_EQ(c->messages().size(), 1u);
}

TEST_F(HubTest, ProgressAndLoadCanBeLeftOut) {
  const auto a = begin("a");
  report(a, "1");
  hub_.start();
  WatchSettings settings = kAtOnce;
  settings.progress = false;
  EXPECT_EQ(watcher(settings)->wait_for("caught_up").front(), "reset a:queued caught_up");
  settings.load = true;
  EXPECT_EQ(watcher(settings)->wait_for("caught_up").front(), "reset a:queued load caught_up");
}

TEST_F(HubTest, ATokenGoesOnWhereItWas) {
  begin("a");
  hub_.start();
  const auto first = watcher();
  first->wait_for("caught_up");
  WatchSettings settings = kAtOnce;
  settings.resume_token = first->last_token();
  first->leave();
  begin("b");
  EXPECT_EQ(watcher(settings)->wait_for("caught_up").front(), "b:queued caught_up");
}

TEST_F(HubTest, ATokenOfAnotherProcessBeginsWithASnapshot) {
  begin("a");
  hub_.start();
  for (const char* token : {"there-0", "here-", "here-99999", "here-1x", "nonsense", "here--1"}) {
    WatchSettings settings = kAtOnce;
    settings.resume_token = token;
    EXPECT_EQ(watcher(settings)->wait_for("caught_up").front(), "reset a:queued caught_up")
        << token;
  }
}

TEST_F(HubTest, ClosingSendsWhatIsLeftAndEnds) {
  hub_.start();
  const auto slow = watcher(kAtOnce, true);
  slow->wait_for("caught_up");
  run_and_end("a");
  hub_.close();
  slow->take();
  slow->wait_for("a:done");
  slow->take();
  slow->wait_for_end();
  EXPECT_EQ(hub_.num_watchers(), 0u);
  EXPECT_FALSE(hub_.add(std::make_shared<TestWatcher>(), kAtOnce).has_value());
}

TEST_F(HubTest, WhatHasJustChangedIsFoundAtOnce) {
  const auto a = begin("a");  // the thread does not run
  EXPECT_EQ(hub_.find("a"), a);
  EXPECT_EQ(hub_.find("b"), nullptr);
  begin("b");
  const auto listed = hub_.list(Topic::kFit);
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(*listed[0].state, "b:queued");
  EXPECT_EQ(hub_.list(Topic::kFit, listed[0].place).size(), 1u);
  EXPECT_TRUE(hub_.list(Topic::kBatch).empty());
}

class SmallHubTest : public HubTest {
 protected:
  static MonitorHub::Config small() {
    MonitorHub::Config config = quick();
    config.max_watchers = 2;
    config.kept = 3;
    config.kept_bytes = 250;
    config.remembered = 5;
    config.page_bytes = 20;
    return config;
  }
  SmallHubTest() : HubTest(small()) {}
};

TEST_F(SmallHubTest, KeepsAsManyAndAsMuchAsItMay) {
  for (const char* name : {"a", "b", "c", "d"}) run_and_end(name);
  EXPECT_EQ(hub_.find("b"), nullptr);  // two of 100 bytes fit into 250
  EXPECT_NE(hub_.find("c"), nullptr);
  EXPECT_EQ(hub_.kept_bytes(), 200u);
  EXPECT_EQ(hub_.list(Topic::kFit).size(), 2u);
  hub_.start();
  EXPECT_EQ(watcher()->wait_for("caught_up").front(), "reset c:done d:done caught_up");
}

TEST_F(SmallHubTest, AWatcherThatIsTooSlowGetsASnapshotNotAGap) {
  hub_.start();
  const auto slow = watcher(kAtOnce, true);
  slow->wait_for("caught_up");
  for (int i = 0; i < 5; ++i) run_and_end("x" + std::to_string(i));
  EXPECT_NE(hub_.find("x4"), nullptr);
  slow->take();
  slow->wait_for("x0:done");  // still there
  for (int i = 5; i < 20; ++i) run_and_end("x" + std::to_string(i));
  EXPECT_NE(hub_.find("x19"), nullptr);
  slow->take();
  EXPECT_EQ(slow->wait_for("x19:done").back(), "reset x18:done x19:done caught_up");
}

TEST_F(SmallHubTest, ALargeSnapshotComesInPages) {
  for (char name = 'a'; name <= 'h'; ++name) begin(std::string(1, name));
  hub_.start();
  EXPECT_THAT(watcher()->wait_for("caught_up"),
              ElementsAre("reset a:queued b:queued c:queued", "d:queued e:queued f:queued",
                          "g:queued h:queued caught_up"));
}

TEST_F(SmallHubTest, TakesAsManyWatchersAsItMay) {
  hub_.start();
  const auto first = watcher();
  const auto second = watcher();
  EXPECT_FALSE(hub_.add(std::make_shared<TestWatcher>(), kAtOnce).has_value());
  second->leave();
  EXPECT_TRUE(hub_.add(std::make_shared<TestWatcher>(true), kAtOnce).has_value());
}

TEST_F(HubTest, ManyWhoComputeAndManyWhoWatch) {
  hub_.start();
  constexpr int kWorkers = 4;
  constexpr int kFits = 200;
  std::vector<std::shared_ptr<TestWatcher>> watchers;
  for (int i = 0; i < 20; ++i) watchers.push_back(watcher());
  {
    std::vector<std::jthread> workers;
    for (int w = 0; w < kWorkers; ++w) {
      workers.emplace_back([this, w] {
        for (int i = 0; i < kFits; ++i) {
          const auto work = begin("w" + std::to_string(w) + "." + std::to_string(i));
          report(work, "1");
          set(work, "done", true);
        }
      });
    }
    for (int i = 0; i < 10; ++i) watcher()->leave();
  }
  for (const auto& watching : watchers) {
    for (int w = 0; w < kWorkers; ++w) {
      watching->wait_for("w" + std::to_string(w) + "." + std::to_string(kFits - 1) + ":done");
    }
  }
  hub_.close();
  for (const auto& watching : watchers) watching->wait_for_end();
}

// Keeps the frame that is on its way to it, and nothing else.
class BareWatcher final : public Watcher {
 public:
  BareWatcher(MonitorHub& hub, bool reads) : hub_(hub), reads_(reads) {}

  void seat(WatcherId id) { id_.set_value(id); }
  void send(FramePointer frame) override {
    ++frames;
    on_its_way = reads_ ? nullptr : std::move(frame);
    if (reads_) hub_.sent(seated_.get());
  }
  void end() override { ended.set_value(); }

  int frames = 0;
  FramePointer on_its_way;
  std::promise<void> ended;

 private:
  MonitorHub& hub_;
  const bool reads_;
  std::promise<WatcherId> id_;
  std::shared_future<WatcherId> seated_{id_.get_future()};
};

TEST_F(HubTest, AThousandWatchersOfWhomAHundredNeverRead) {
  constexpr int kFits = 20'000;
  const std::string details(500, 'x');
  hub_.start();
  std::vector<std::shared_ptr<BareWatcher>> watchers;
  const auto last = watcher();
  for (int i = 0; i < kFits; ++i) {
    if (i % 20 == 0) {
      watchers.push_back(std::make_shared<BareWatcher>(hub_, watchers.size() % 10 != 0));
      watchers.back()->seat(hub_.add(watchers.back(), kAtOnce).value());
    }
    set(std::make_shared<TestWork>(std::to_string(i)), details, true);
  }
  last->wait_for(std::to_string(kFits - 1) + ":");
  // What those who never read hold: one frame each, mostly the same ones.
  hub_.close();
  std::set<FramePointer> held;
  for (const auto& each : watchers) {
    if (each->on_its_way == nullptr) {
      each->ended.get_future().wait();
      EXPECT_GT(each->frames, 0);
    } else {
      EXPECT_EQ(each->frames, 1);
      held.insert(each->on_its_way);
    }
  }
  EXPECT_LE(held.size(), 100u);
  EXPECT_GE(held.size(), 1u);
  for (const FramePointer& frame : held) {
    // A page ends after what takes it over the size: a fit, its progress, and their wrapping.
    EXPECT_LE(frame->message().size(), quick().page_bytes + 2 * details.size() + 1024);
  }
  // And what the hub holds for all of them together.
  EXPECT_LE(hub_.kept_bytes(), quick().kept_bytes);
  EXPECT_LE(hub_.list(Topic::kFit).size(), quick().kept);
}

}  // namespace
}  // namespace fitd::server
