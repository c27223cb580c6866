#include "server/model_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

#include "server/resolve_model.h"

namespace fitd::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const models::Catalogue& catalogue() {
  static const models::Catalogue kCatalogue;
  return kCatalogue;
}

expression::Definition decay(const std::string& name = "decay") {
  return {.name = name,
          .description = "Decays to a floor.",
          .formula = "a*exp(-k*x) + floor",
          .parameters = {{.name = "k", .description = "rate", .min = 0, .start = 2}}};
}

TEST(ModelRegistry, RegistersAndRemoves) {
  ModelRegistry registry(catalogue());
  const auto created = registry.create(decay(), "model");
  ASSERT_TRUE(created.ok()) << created.status();
  const models::ModelInfo& info = (*created)->info();
  EXPECT_EQ(info.name, "decay");
  EXPECT_EQ(info.group, "registered");
  EXPECT_EQ(info.formula, "a*exp(-k*x) + floor");
  EXPECT_EQ(info.version, 1);
  EXPECT_EQ(info.parameters[1].description, "rate");
  EXPECT_EQ(info.parameters[1].min, 0);
  EXPECT_EQ(registry.find("decay"), *created);
  EXPECT_EQ(registry.models().size(), catalogue().models().size() + 1);
  EXPECT_THAT(registry.closest("decai"), ElementsAre("decay"));
  ASSERT_TRUE(registry.remove("decay").ok());
  EXPECT_EQ(registry.find("decay"), nullptr);
  EXPECT_EQ((*created)->info().name, "decay");  // who holds it keeps it
  EXPECT_EQ(registry.remove("decay").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ((*registry.create(decay(), "model"))->info().version, 2);
}

TEST(ModelRegistry, RefusesTakenNames) {
  ModelRegistry registry(catalogue());
  ASSERT_TRUE(registry.create(decay(), "model").ok());
  EXPECT_EQ(registry.create(decay(), "model").status().code(), absl::StatusCode::kAlreadyExists);
  for (const std::string name : {"gaussian", "normal"}) {
    EXPECT_EQ(registry.create(decay(name), "model").status().code(),
              absl::StatusCode::kAlreadyExists)
        << name;
  }
  for (const std::string name : {"", "Decay", "2d", "a b", "a*b", "exp", "pi", "if"}) {
    EXPECT_EQ(registry.create(decay(name), "model").status().code(),
              absl::StatusCode::kInvalidArgument)
        << name;
  }
  EXPECT_EQ(registry.remove("gaussian").code(), absl::StatusCode::kFailedPrecondition);
}

TEST(ModelRegistry, NamesEverythingThatIsWrong) {
  ModelRegistry registry(catalogue());
  expression::Definition bad = decay("BAD");
  bad.group = "Bad Group";
  bad.description = std::string(1001, 'd');
  bad.predictors = {{"t", ""}, {"x", std::string(201, 'd')}};
  bad.parameters = {{.name = "q"},
                    {.name = "k", .min = 3, .max = 2},
                    {.name = "k"},
                    {.name = "a", .min = 1, .start = 0},
                    {.name = "floor", .start = std::nan("")}};
  const absl::Status status = registry.create(bad, "model").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  std::vector<std::string> fields;
  for (const auto& fault : registry.faults_of(bad)) fields.push_back(fault.field);
  EXPECT_THAT(fields,
              ElementsAre("name", "group", "description", "predictors[0].name",
                          "predictors[1].description", "parameters[0].name", "parameters[1].min",
                          "parameters[2].name", "parameters[3].start", "parameters[4].start"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("model.name is 'BAD'; must be"));
}

TEST(ModelRegistry, StartsGoBeforeAGuess) {
  ModelRegistry registry(catalogue());
  expression::Definition all = decay();
  EXPECT_FALSE((*registry.create(all, "model"))->can_guess());
  all.name = "decay_from";
  all.parameters.push_back({.name = "a", .start = 3});
  all.parameters.push_back({.name = "floor", .start = -1});
  const ModelPointer model = *registry.create(all, "model");
  ASSERT_TRUE(model->can_guess());
  const std::vector<double> x = {0, 1, 2};
  const std::span<const double> at[] = {x};
  EXPECT_THAT(model->guess(at, x), ElementsAre(3, 2, -1));
}

TEST(ModelRegistry, ADefinitionDoesNotLeanOnAnother) {
  ModelRegistry registry(catalogue());
  ASSERT_TRUE(registry.create(decay(), "model").ok());
  expression::Definition second = decay("second");
  second.formula = "decay(x, a, k, 0)";
  second.parameters.clear();
  EXPECT_THAT(std::string(registry.create(second, "model").status().message()),
              HasSubstr("there is no function 'decay'"));
  const auto used = resolve_model(registry, "model", "2*decay(x, a, k, 0)", {});
  EXPECT_TRUE(used.ok()) << used.status();
  EXPECT_FALSE(resolve_model(registry, "model", "decai(x)", {}).ok());
}

TEST(ModelRegistry, WhatCannotBeSavedDoesNotHappen) {
  bool works = true;
  std::vector<ModelSet> saved;
  ModelRegistry registry(catalogue(), [&](const ModelSet& set) {
    if (!works) return absl::UnavailableError("cannot write: No space left on device");
    saved.push_back(set);
    return absl::OkStatus();
  });
  ASSERT_TRUE(registry.create(decay(), "model").ok());
  works = false;
  EXPECT_EQ(registry.create(decay("other"), "model").status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(registry.find("other"), nullptr);
  EXPECT_EQ(registry.remove("decay").code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(registry.find("decay"), nullptr);
  works = true;
  EXPECT_EQ((*registry.create(decay("other"), "model"))->info().version, 2);
  ASSERT_EQ(saved.size(), 2U);
  EXPECT_EQ(saved[1].definitions.size(), 2U);
  EXPECT_EQ(saved[1].last_version, 2);
}

TEST(ModelRegistry, RestoresWhatWasSaved) {
  ModelSet saved;
  const auto keep = [&](const ModelSet& set) {
    saved = set;
    return absl::OkStatus();
  };
  ModelRegistry registry(catalogue(), keep);
  ASSERT_TRUE(registry.create(decay("first"), "model").ok());
  ASSERT_TRUE(registry.create(decay(), "model").ok());
  ASSERT_TRUE(registry.remove("first").ok());
  ModelRegistry next(catalogue(), keep);
  ASSERT_TRUE(next.restore(saved).ok());
  EXPECT_EQ(next.find("first"), nullptr);
  EXPECT_EQ(next.find("decay")->info().version, 2);
  EXPECT_EQ(next.find("decay")->info().parameters[1].description, "rate");
  EXPECT_EQ((*next.create(decay("third"), "model"))->info().version, 3);
}

TEST(ModelRegistry, FilesAreReplacedAsAWhole) {
  ModelRegistry registry(catalogue());
  ASSERT_TRUE(registry.create(decay(), "model").ok());
  ASSERT_TRUE(registry.replace_files({decay("one"), decay("two")}).ok());
  EXPECT_EQ(registry.remove("one").code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(registry.replace_files({decay("three"), decay("decay")}).code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_NE(registry.find("one"), nullptr);
  EXPECT_EQ(registry.find("three"), nullptr);
  ASSERT_TRUE(registry.replace_files({decay("three")}).ok());
  EXPECT_EQ(registry.find("one"), nullptr);
  EXPECT_NE(registry.find("three"), nullptr);
  EXPECT_NE(registry.find("decay"), nullptr);
}

TEST(ModelRegistry, TakesNoMoreThanItsLimit) {
  ModelRegistry registry(catalogue());
  std::vector<expression::Definition> many;
  for (std::size_t k = 0; k < ModelRegistry::kMaxModels; ++k) {
    many.push_back({.name = "m" + std::to_string(k), .formula = "a*x + " + std::to_string(k)});
  }
  ASSERT_TRUE(registry.replace_files(many).ok());
  EXPECT_EQ(registry.create(decay(), "model").status().code(),
            absl::StatusCode::kResourceExhausted);
}

// Threads register, use and remove; each sees whole models only.
TEST(ModelRegistry, ChangesAndUsesTogether) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 50;
  ModelRegistry registry(catalogue());
  std::latch start(kThreads);
  std::atomic<int> created = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      start.arrive_and_wait();
      for (int round = 0; round < kRounds; ++round) {
        const std::string name = "m" + std::to_string((t + round) % 3);
        if (registry.create(decay(name), "model").ok()) ++created;
        const auto model = resolve_model(registry, "model", name + "(x, a, b, c)", {});
        if (const ModelPointer found = registry.find(name)) {
          double x = 0.5;
          double f = 0;
          const std::span<const double> at[] = {{&x, 1}};
          const std::vector<double> p = {1, 2, 3};
          found->values(at, 0, p, {&f, 1});
          EXPECT_EQ(f, std::exp(-1.0) + 3);
        }
        if (model.ok()) {
          EXPECT_EQ((*model)->num_parameters(), 3);
        }
        if (t % 2 == 0) registry.remove(name).IgnoreError();
        if (t == 1) {
          EXPECT_TRUE(registry.replace_files({decay("f" + std::to_string(round))}).ok());
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(created, 0);
}

}  // namespace
}  // namespace fitd::server
