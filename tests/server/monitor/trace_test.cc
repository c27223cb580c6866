#include "server/monitor/trace.h"

#include <gtest/gtest.h>

#include <vector>

namespace fitd::server {
namespace {

void add(Trace& trace, std::int64_t k, std::size_t num_parameters) {
  const std::vector<double> parameters(num_parameters, static_cast<double>(k));
  trace.add({.iteration = k, .nfev = 2 * k}, parameters);
}

TEST(TraceTest, AShortOneIsWhole) {
  Trace trace(2);
  for (int k = 0; k < 300; ++k) add(trace, k, 2);
  ASSERT_EQ(trace.size(), 300u);
  for (std::size_t k = 0; k < trace.size(); ++k) {
    EXPECT_EQ(trace.iterate(k).iteration, static_cast<std::int64_t>(k));
    EXPECT_EQ(trace.parameters(k)[1], static_cast<double>(k));
  }
}

TEST(TraceTest, ALongOneKeepsTheStartTheNewestAndEvenlyWhatIsBetween) {
  Trace trace(3);
  for (int k = 0; k < 100'000; ++k) {
    add(trace, k, 3);
    ASSERT_EQ(trace.iterate(0).iteration, 0);
    ASSERT_EQ(trace.iterate(trace.size() - 1).iteration, k);
    ASSERT_EQ(trace.parameters(trace.size() - 1)[2], k);
    ASSERT_LE(trace.size(), Trace::kMostPoints);
  }
  EXPECT_GE(trace.size(), Trace::kMostPoints / 2 - 1);
  const std::int64_t stride = trace.iterate(1).iteration;
  for (std::size_t k = 1; k + 1 < trace.size(); ++k) {
    EXPECT_EQ(trace.iterate(k).iteration - trace.iterate(k - 1).iteration, stride);
    EXPECT_EQ(trace.parameters(k)[0], static_cast<double>(trace.iterate(k).iteration));
  }
}

TEST(TraceTest, OfManyParametersThereAreFewerPoints) {
  Trace trace(1000);
  for (int k = 0; k < 1000; ++k) add(trace, k, 1000);
  EXPECT_GE(trace.size(), Trace::kLeastPoints / 2);
  EXPECT_LE(trace.size(), Trace::kBytes / (1000 * sizeof(double)));
  EXPECT_LE(trace.bytes(), 2 * (Trace::kBytes + Trace::kLeastPoints * 1000 * sizeof(double)));
}

TEST(TraceTest, WithoutParameters) {
  Trace trace(0);
  for (int k = 0; k < 2000; ++k) add(trace, k, 0);
  EXPECT_EQ(trace.iterate(trace.size() - 1).iteration, 1999);
  EXPECT_TRUE(trace.parameters(0).empty());
}

}  // namespace
}  // namespace fitd::server
