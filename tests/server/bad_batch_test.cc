// Batches that are wrong, each with the code and the field that the answer must name. After all of
// them the server answers a right one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <initializer_list>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tests/server/support/batches.h"
#include "tests/server/support/test_batch.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr int kPoints = 8;
constexpr int kRows = 4;

// A valid call of a header and two chunks, to be spoilt.
struct Call {
  v1::FitBatchHeader header = gaussian_header(kPoints, Payload::kValues);
  v1::FitBatchChunk first = chunk_of(gaussian_sets(kRows, kPoints), Payload::kValues);
  v1::FitBatchChunk second = chunk_of(gaussian_sets(kRows, kPoints), Payload::kF64);

  std::vector<v1::FitBatchRequest> requests() const {
    return {to_request(header), to_request(first), to_request(second)};
  }
};

struct Case {
  std::string name;
  std::function<void(Call&)> spoil;
  // The field that must be named, and what its description must say.
  std::string field;
  std::string says;
  absl::StatusCode code = kInvalid;
};

v1::Array rows_of(double value, int count) {
  return array_of(std::vector<double>(static_cast<std::size_t>(count), value), Payload::kF64);
}

void hold(v1::FitBatchHeader& header, const char* name) {
  auto& parameter = *header.add_parameters();
  parameter.set_name(name);
  parameter.set_fixed(true);
}

// Of the model, the points and the predictors.
std::vector<Case> header_data_cases() {
  return {
      {"no model", [](Call& c) { c.header.clear_model(); }, "header.model", "empty"},
      {"unknown model", [](Call& c) { c.header.set_model("gausian"); }, "", "did you mean gaussian",
       absl::StatusCode::kNotFound},
      {"no points", [](Call& c) { c.header.clear_num_points(); }, "header.num_points", "is 0"},
      {"negative points", [](Call& c) { c.header.set_num_points(-8); }, "header.num_points",
       "is -8"},
      {"too many points", [](Call& c) { c.header.set_num_points(20'000'001); }, "header.num_points",
       "from 1 to 20000000"},
      {"most negative points",
       [](Call& c) { c.header.set_num_points(std::numeric_limits<std::int64_t>::min()); },
       "header.num_points", "must be from 1"},
      {"fewer points than parameters", [](Call& c) { c.header.set_num_points(2); },
       "header.num_points", "fewer than the 3"},
      {"short predictor",
       [](Call& c) { (*c.header.mutable_predictors())["x"] = rows_of(1, kPoints - 1); },
       "header.predictors[\"x\"]", "has 7 values, but num_points is 8"},
      {"NaN in the predictor",
       [](Call& c) { (*c.header.mutable_predictors())["x"].mutable_values()->set_values(3, kNan); },
       "header.predictors[\"x\"].values[3]", "is NaN"},
      {"predictor without payload",
       [](Call& c) { (*c.header.mutable_predictors())["x"].clear_payload(); },
       "header.predictors[\"x\"]", "no payload"},
      {"unknown predictor",
       [](Call& c) { (*c.header.mutable_predictors())["z"] = rows_of(1, kPoints); },
       "header.predictors[\"z\"]", "not a predictor of gaussian"},
      {"a chunk's predictor that there is not", [](Call& c) { c.header.add_chunk_predictors("z"); },
       "header.chunk_predictors[0]", "is \"z\", which is not a predictor of gaussian"},
      {"a chunk's predictor that is shared", [](Call& c) { c.header.add_chunk_predictors("x"); },
       "header.chunk_predictors[0]", "which the header has"},
      {"predictor under both names",
       [](Call& c) { (*c.header.mutable_predictors())[""] = rows_of(1, kPoints); },
       "header.predictors[\"\"]", "beside the same predictor"},
      {"short sigma", [](Call& c) { *c.header.mutable_sigma() = rows_of(1, 3); }, "header.sigma",
       "has 3 values"},
      {"sigma of 0", [](Call& c) { *c.header.mutable_sigma() = rows_of(0, kPoints); },
       "header.sigma.f64_le[0]", "finite and > 0"},
  };
}

std::vector<Case> header_parameter_cases() {
  return {
      {"unknown parameter", [](Call& c) { hold(c.header, "height"); }, "header.parameters[0].name",
       "not a parameter of gaussian"},
      {"parameter without name", [](Call& c) { hold(c.header, ""); }, "header.parameters[0].name",
       "is empty"},
      {"parameter twice",
       [](Call& c) {
         hold(c.header, "center");
         c.header.mutable_parameters(0)->set_start(1);
         *c.header.add_parameters() = c.header.parameters(0);
       },
       "header.parameters[1].name", "a second time"},
      {"start not finite",
       [](Call& c) {
         hold(c.header, "center");
         c.header.mutable_parameters(0)->set_start(kInf);
       },
       "header.parameters[0].start", "is Infinity"},
      {"all fixed",
       [](Call& c) {
         for (const char* name : {"amplitude", "center", "sigma"}) hold(c.header, name);
       },
       "header.parameters", "nothing to fit"},
  };
}

std::vector<Case> header_option_cases() {
  return {
      {"ftol negative", [](Call& c) { c.header.mutable_options()->set_ftol(-1); },
       "header.options.ftol", "finite and >= 0"},
      {"maxfev negative", [](Call& c) { c.header.mutable_options()->set_maxfev(-1); },
       "header.options.maxfev", "is -1"},
      {"factor 0", [](Call& c) { c.header.mutable_options()->set_factor(0); },
       "header.options.factor", "> 0"},
      {"diag too short", [](Call& c) { c.header.mutable_options()->add_diag(1); },
       "header.options.diag", "3 parameters are free"},
      {"certified arithmetic",
       [](Call& c) { c.header.mutable_options()->set_arithmetic(v1::ARITHMETIC_CERTIFIED); },
       "header.options.arithmetic", "which only Fit has"},
      {"forward differences",
       [](Call& c) { c.header.mutable_options()->set_jacobian(v1::JACOBIAN_FORWARD_DIFFERENCE); },
       "header.options.jacobian", "analytic"},
      {"an unknown arithmetic",
       [](Call& c) { c.header.mutable_options()->set_arithmetic(static_cast<v1::Arithmetic>(77)); },
       "header.options.arithmetic", "is 77"},
      {"an unknown array", [](Call& c) { c.header.mutable_return_mask()->add_paths("fjac"); },
       "header.return_mask.paths[0]", "one of fvec, cov_x, covariance"},
      {"a negative interval", [](Call& c) { c.header.mutable_progress_interval()->set_nanos(-1); },
       "header.progress_interval", ">= 0"},
      {"a long request id", [](Call& c) { c.header.set_request_id(std::string(129, 'a')); },
       "header.request_id", "has 129 bytes"},
      {"a label without a key", [](Call& c) { (*c.header.mutable_labels())[""] = "a"; },
       "header.labels[\"\"]", "key of 0"},
  };
}

// Of the second chunk, number 1.
std::vector<Case> chunk_shape_cases() {
  return {
      {"no y", [](Call& c) { c.second.clear_y(); }, "chunk.y", "no payload"},
      {"empty y", [](Call& c) { c.second.mutable_y()->mutable_f64_le()->clear(); }, "chunk.y",
       "positive multiple of num_points = 8"},
      {"half a number", [](Call& c) { c.second.mutable_y()->mutable_f64_le()->resize(60); },
       "chunk.y.f64_le", "has 60 bytes; must be a multiple of 8"},
      {"half a float",
       [](Call& c) { c.second.mutable_y()->set_f32_le(std::string(kPoints * 4 + 2, '\0')); },
       "chunk.y.f32_le", "must be a multiple of 4"},
      {"not whole data sets",
       [](Call& c) { c.second.mutable_y()->mutable_f64_le()->resize(7 * 8); }, "chunk.y",
       "has 7 values; must have a positive multiple of num_points = 8"},
      {"a shape of other size", [](Call& c) { c.second.mutable_y()->add_shape(31); },
       "chunk.y.shape", "31"},
      {"a flat shape", [](Call& c) { c.second.mutable_y()->add_shape(kRows * kPoints); },
       "chunk.y.shape", "begins with 32, but there are 4 data sets"},
      {"a transposed shape",
       [](Call& c) {
         c.second.mutable_y()->add_shape(kPoints);
         c.second.mutable_y()->add_shape(kRows);
       },
       "chunk.y.shape", "begins with 8"},
      {"a negative extent",
       [](Call& c) {
         c.second.mutable_y()->add_shape(-4);
         c.second.mutable_y()->add_shape(-8);
       },
       "chunk.y.shape[0]", "is -4"},
      {"a shape beyond 2^63",
       [](Call& c) {
         for (int i = 0; i < 3; ++i) c.second.mutable_y()->add_shape(std::int64_t{1} << 40);
       },
       "chunk.y.shape", "beyond 2^63"},
      {"too many data sets",
       [](Call& c) { *c.second.mutable_y() = rows_of(1, (1000 + 1) * kPoints); }, "chunk.y",
       "has 1001 data sets; at most 1000"},
  };
}

// Of what stands in the header, in the chunk or in both.
std::vector<Case> chunk_beside_header_cases() {
  return {
      {"sigma for other data sets",
       [](Call& c) { *c.second.mutable_sigma() = rows_of(1, kPoints); }, "chunk.sigma",
       "needs 4 x 8"},
      {"sigma without payload", [](Call& c) { c.second.mutable_sigma(); }, "chunk.sigma",
       "no payload"},
      {"sigma twice",
       [](Call& c) {
         *c.header.mutable_sigma() = rows_of(1, kPoints);
         *c.second.mutable_sigma() = rows_of(1, kRows * kPoints);
       },
       "chunk.sigma", "beside the header's"},
      {"no sigma for absolute errors",
       [](Call& c) {
         c.header.set_absolute_sigma(true);
         *c.first.mutable_sigma() = rows_of(1, kRows * kPoints);
       },
       "chunk.sigma", "absolute_sigma is set"},
      {"predictor twice",
       [](Call& c) { (*c.second.mutable_predictors())["x"] = rows_of(1, kRows * kPoints); },
       "chunk.predictors[\"x\"]", "beside the header's"},
      {"predictor nowhere",
       [](Call& c) {
         c.header.clear_predictors();
         (*c.first.mutable_predictors())["x"] = rows_of(1, kRows * kPoints);
       },
       "chunk.predictors[\"x\"]", "is missing"},
      {"predictor for other data sets",
       [](Call& c) {
         c.header.clear_predictors();
         (*c.first.mutable_predictors())["x"] = rows_of(1, kRows * kPoints);
         (*c.second.mutable_predictors())["x"] = rows_of(1, kPoints);
       },
       "chunk.predictors[\"x\"]", "needs 4 x 8"},
      {"unknown predictor",
       [](Call& c) { (*c.second.mutable_predictors())["t"] = rows_of(1, kRows * kPoints); },
       "chunk.predictors[\"t\"]", "not a predictor"},
      {"starts of the free ones only",
       [](Call& c) { *c.second.mutable_starts() = rows_of(1, kRows * 2); }, "chunk.starts",
       "needs 4 x 3"},
      {"a held parameter without a start",
       [](Call& c) {
         hold(c.header, "center");
         *c.first.mutable_starts() = rows_of(1, kRows * 3);
       },
       "chunk.starts", "\"center\" has neither a start nor an estimate"},
      {"a negative index", [](Call& c) { c.second.set_first_index(-1); }, "chunk.first_index",
       "is -1"},
      {"an index that overflows",
       [](Call& c) { c.second.set_first_index(std::numeric_limits<std::int64_t>::max() - 3); },
       "chunk.first_index", "2^63"},
  };
}

std::vector<Case> all_of(std::initializer_list<std::vector<Case>> groups) {
  std::vector<Case> all;
  for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
  return all;
}

void expect_refused(const Case& wrong, const CallEnd& end, const std::string& message_says) {
  EXPECT_EQ(end.code, wrong.code) << end.message;
  EXPECT_THAT(end.message, HasSubstr(message_says));
  if (wrong.field.empty()) {
    EXPECT_THAT(end.message, HasSubstr(wrong.says));
    return;
  }
  ASSERT_FALSE(end.violations.empty());
  EXPECT_EQ(end.violations[0].field(), wrong.field);
  EXPECT_THAT(end.violations[0].description(), HasSubstr(wrong.says));
}

Options small_options() {
  Options options = test_options();
  options.batch_chunk_fits = 1'000;
  return options;
}

class BadBatchTest : public ::testing::Test {
 protected:
  ~BadBatchTest() override {
    const BatchReply reply = run_batch(server_, Call().requests());
    EXPECT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
    EXPECT_EQ(reply.answers.size(), 2u * kRows);
  }

  TestServer server_{small_options()};
};

TEST_F(BadBatchTest, HeadersThatAreWrongAreRefusedAtOnce) {
  for (const Case& wrong :
       all_of({header_data_cases(), header_parameter_cases(), header_option_cases()})) {
    SCOPED_TRACE(wrong.name);
    Call call;
    wrong.spoil(call);
    const BatchReply reply = run_batch(server_, call.requests());
    expect_refused(wrong, reply.end, "");
    EXPECT_EQ(reply.accepted.batch_id(), "");
    EXPECT_TRUE(reply.answers.empty());
  }
}

TEST_F(BadBatchTest, ChunksThatAreWrongAreNamedAndThoseBeforeThemAnswered) {
  for (const Case& wrong : all_of({chunk_shape_cases(), chunk_beside_header_cases()})) {
    SCOPED_TRACE(wrong.name);
    Call call;
    wrong.spoil(call);
    const BatchReply reply = run_batch(server_, call.requests());
    expect_refused(wrong, reply.end, "chunk 1: ");
    EXPECT_EQ(reply.answers.size(), static_cast<std::size_t>(kRows));
    EXPECT_FALSE(reply.summary);
  }
}

TEST_F(BadBatchTest, EveryViolationIsNamed) {
  Call call;
  call.header.mutable_options()->set_xtol(kNan);
  call.header.set_num_points(2);
  call.header.mutable_return_mask()->add_paths("r");
  EXPECT_GE(run_batch(server_, call.requests()).end.violations.size(), 3u);
}

TEST_F(BadBatchTest, MessagesInTheWrongPlace) {
  const Call call;
  const Case cases[] = {
      {"no message at all", {}, "header", "is missing"},
      {"chunk first", {}, "chunk", "before the header"},
      {"two headers", {}, "header", "a second time, after 1 chunks"},
      {"an empty message", {}, "message", "is empty"},
  };
  const std::vector<v1::FitBatchRequest> requests[] = {
      {},
      {to_request(call.first)},
      {to_request(call.header), to_request(call.first), to_request(call.header)},
      {to_request(call.header), v1::FitBatchRequest()},
  };
  for (std::size_t i = 0; i < std::size(cases); ++i) {
    SCOPED_TRACE(cases[i].name);
    expect_refused(cases[i], run_batch(server_, requests[i]).end, "");
  }
}

TEST(BadBatchLimitsTest, AMessageThatIsTooLargeEndsTheCall) {
  Options options = test_options();
  options.max_message_bytes = 100'000;
  const TestServer server(options);
  Call call;
  *call.second.mutable_y() = rows_of(1, 20'000);
  const CallEnd end = run_batch(server, call.requests()).end;
  EXPECT_EQ(end.code, absl::StatusCode::kResourceExhausted) << end.message;
  EXPECT_EQ(run_batch(server, Call().requests()).end.code, absl::StatusCode::kOk);
}

TEST(BadBatchLimitsTest, WhatCanNeverFitIsTheRequestsFault) {
  Options options = test_options();
  options.working_memory = 400'000;
  const TestServer server(options);
  Call call;
  *call.second.mutable_y() = rows_of(1, 80'000);
  const Case wrong = {"", {}, "chunk.y", "400000 are allowed"};
  expect_refused(wrong, run_batch(server, call.requests()).end, "chunk 1: ");
}

}  // namespace
}  // namespace fitd::server
