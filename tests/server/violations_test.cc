#include "server/violations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "server/rpc_status.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

TEST(ViolationsTest, NoneIsOk) { EXPECT_TRUE(Violations().status().ok()); }

TEST(ViolationsTest, TheStatusCarriesThemAll) {
  Violations violations;
  violations.add("y.values[17]", "is NaN");
  violations.add("options.ftol", "is -1; must be >= 0");
  const absl::Status status = violations.status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(),
            "invalid request: y.values[17] is NaN; options.ftol is -1; must be >= 0");
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(serialized_details(status)));
  EXPECT_EQ(details.code(), 3);
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(details.details(0).UnpackTo(&bad_request));
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(0).field(), "y.values[17]");
}

TEST(ViolationsTest, TheReportStaysUnderTheMetadataLimit) {
  Violations violations;
  for (int i = 0; i < 10'000; ++i)
    violations.add("options.diag[" + std::to_string(i) + "]", "is 0");
  const absl::Status status = violations.status();
  // Base64 adds a third; the message travels beside it.
  EXPECT_LT(serialized_details(status).size() * 4 / 3 + status.message().size(), 8000u);
  EXPECT_THAT(std::string(status.message()), HasSubstr("and 9997 more"));
}

TEST(ViolationsTest, TextIsQuotedAndCut) {
  EXPECT_EQ(in_quotes("a\n\"b"), "\"a\\n\\\"b\"");
  EXPECT_EQ(in_quotes(std::string(100, 'x')), "\"" + std::string(64, 'x') + "...\"");
}

TEST(ViolationsTest, NumbersAreWrittenShort) {
  EXPECT_EQ(number(0.1), "0.1");
  EXPECT_EQ(number(-1e-300), "-1e-300");
  EXPECT_EQ(number(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(number(-std::numeric_limits<double>::infinity()), "-Infinity");
}

TEST(RpcStatusTest, RetryInfoComesBack) {
  const absl::Status status = exhausted("full", std::chrono::milliseconds(1234));
  EXPECT_EQ(retry_after(status), std::chrono::milliseconds(1234));
  EXPECT_FALSE(retry_after(absl::InternalError("x")));
  EXPECT_TRUE(serialized_details(absl::InternalError("x")).empty());
}

}  // namespace
}  // namespace fitd::server
