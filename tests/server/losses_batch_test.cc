// Losses in batches, over the wire: each data set's fit is the one that Fit makes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "tests/server/support/batches.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_batch.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

constexpr int kPoints = 30;
constexpr int kSets = 6;

v1::FitRequest single(const std::vector<double>& y, int set, const v1::Loss& loss) {
  const int first = set * kPoints;
  v1::FitRequest request;
  request.set_model("gaussian");
  *request.mutable_predictors() = gaussian_header(kPoints).predictors();
  *request.mutable_y() = array_of(
      std::span(y).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(kPoints)));
  request.mutable_options()->set_arithmetic(v1::ARITHMETIC_REFERENCE);
  *request.mutable_loss() = loss;
  return request;
}

TEST(LossesBatchTest, EveryDataSetHasTheBitsOfFit) {
  TestServer server;
  std::vector<double> y = gaussian_sets(kSets, kPoints);
  for (std::size_t i = 3; i < y.size(); i += 17) y[i] += 5;
  v1::FitBatchHeader header = gaussian_header(kPoints);
  header.mutable_options()->set_arithmetic(v1::ARITHMETIC_REFERENCE);
  header.mutable_loss()->set_kind(v1::LOSS_KIND_CAUCHY);
  header.mutable_loss()->set_scale(0.2);
  const BatchReply reply = run_batch(server, in_chunks(header, y, 4));
  ASSERT_EQ(reply.answers.size(), static_cast<std::size_t>(kSets)) << reply.end.message;
  for (int k = 0; k < kSets; ++k) {
    const v1::FitResult expected = server.fit(single(y, k, header.loss())).result();
    const FitAnswer& answer = reply.answers.at(k);
    EXPECT_EQ(answer.termination, expected.termination());
    EXPECT_EQ(answer.chi_square, expected.statistics().chi_square());
    for (int j = 0; j < 3; ++j) {
      const auto at = static_cast<std::size_t>(j);
      EXPECT_EQ(answer.parameters[at], expected.x(j));
      EXPECT_EQ(answer.standard_errors[at], expected.parameters(j).standard_error());
    }
  }
}

TEST(LossesBatchTest, ANegativeCountSpoilsItsDataSetAlone) {
  TestServer server;
  std::vector<double> y = gaussian_sets(kSets, kPoints);
  for (double& value : y) value = std::floor(std::fabs(100 * value)) + 1;
  y[2 * kPoints + 7] = -3;
  v1::FitBatchHeader header = gaussian_header(kPoints);
  header.mutable_loss()->set_kind(v1::LOSS_KIND_POISSON);
  const BatchReply reply = run_batch(server, in_chunks(header, y, kSets));
  ASSERT_EQ(reply.answers.size(), static_cast<std::size_t>(kSets)) << reply.end.message;
  for (int k = 0; k < kSets; ++k) {
    const FitAnswer& answer = reply.answers.at(k);
    EXPECT_EQ(answer.termination == v1::TERMINATION_INVALID_DATA, k == 2) << k;
    if (k == 2) {
      EXPECT_THAT(answer.fault, HasSubstr("y[7]"));
      EXPECT_THAT(answer.fault, HasSubstr("is -3; must be >= 0, a count"));
    }
  }
}

struct Case {
  std::string name;
  std::function<void(v1::FitBatchHeader&, v1::FitBatchChunk&)> spoil;
  std::string field;
  std::string says;
};

TEST(LossesBatchTest, WhatIsWrongIsNamed) {
  const std::vector<double> ones(kPoints, 1.0);
  const std::vector<Case> cases = {
      {"scale 0",
       [](auto& header, auto&) {
         header.mutable_loss()->set_kind(v1::LOSS_KIND_HUBER);
         header.mutable_loss()->set_scale(0);
       },
       "header.loss.scale", "finite and > 0"},
      {"a scale for counts",
       [](auto& header, auto&) {
         header.mutable_loss()->set_kind(v1::LOSS_KIND_POISSON);
         header.mutable_loss()->set_scale(1);
       },
       "header.loss.scale", "only robust losses"},
      {"an unknown loss",
       [](auto& header, auto&) { header.mutable_loss()->set_kind(static_cast<v1::LossKind>(77)); },
       "header.loss.kind", "77, not a LossKind"},
      {"counts with the header's sigma",
       [&](auto& header, auto&) {
         header.mutable_loss()->set_kind(v1::LOSS_KIND_POISSON);
         *header.mutable_sigma() = array_of(ones);
       },
       "header.sigma", "beside LOSS_KIND_POISSON"},
      {"counts with the chunk's sigma",
       [&](auto& header, auto& chunk) {
         header.mutable_loss()->set_kind(v1::LOSS_KIND_POISSON);
         *chunk.mutable_sigma() = array_of(ones);
       },
       "chunk.sigma", "LOSS_KIND_POISSON"},
  };
  TestServer server;
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    v1::FitBatchHeader header = gaussian_header(kPoints);
    v1::FitBatchChunk chunk = chunk_of(gaussian_sets(1, kPoints));
    c.spoil(header, chunk);
    const BatchReply reply = run_batch(server, {to_request(header), to_request(chunk)});
    EXPECT_EQ(reply.end.code, absl::StatusCode::kInvalidArgument);
    std::string said;
    for (const auto& violation : reply.end.violations) {
      if (violation.field() == c.field) said += violation.description();
    }
    EXPECT_THAT(said, HasSubstr(c.says)) << reply.end.message;
  }
}

}  // namespace
}  // namespace fitd::server
