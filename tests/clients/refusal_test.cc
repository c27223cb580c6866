#include "client-examples/cpp/refusal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace fitd::ctl {
namespace {

using testing::HasSubstr;

// The codes of google.rpc.Code.
constexpr int kCancelled = 1, kInvalidArgument = 3, kDeadlineExceeded = 4, kNotFound = 5,
              kResourceExhausted = 8, kFailedPrecondition = 9, kUnimplemented = 12, kInternal = 13,
              kUnavailable = 14;

std::string packed(const google::protobuf::Message& detail) {
  google::rpc::Status status;
  status.add_details()->PackFrom(detail);
  return status.SerializeAsString();
}

TEST(Refusal, PrintsEveryViolation) {
  google::rpc::BadRequest bad;
  for (const auto* field : {"y.f64_le[17]", "options.ftol"}) {
    auto* violation = bad.add_field_violations();
    violation->set_field(field);
    violation->set_description("is NaN");
  }
  const Failure failure =
      describe_refusal({kInvalidArgument, "all of them in a line", packed(bad)}, "host:1");
  EXPECT_EQ(failure.exit, Exit::kRefused);
  EXPECT_EQ(failure.message,
            "the server refused the request:\n  y.f64_le[17]: is NaN\n  options.ftol: is NaN");
}

TEST(Refusal, SaysWhenToTryAgain) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(250'000'000);
  const Failure failure =
      describe_refusal({kResourceExhausted, "the queue is full", packed(retry)}, "host:1");
  EXPECT_EQ(failure.exit, Exit::kUnreachable);
  EXPECT_EQ(failure.message, "host:1 is at a limit: the queue is full\n  try again in 250 ms");
}

TEST(Refusal, AnUnreachableServerComesWithAdvice) {
  const Failure failure = describe_refusal({kUnavailable, "refused", ""}, "host:1");
  EXPECT_EQ(failure.exit, Exit::kUnreachable);
  EXPECT_THAT(failure.message, HasSubstr("no answer from host:1: refused"));
  EXPECT_THAT(failure.message, HasSubstr("start a server with `fitd`"));
}

TEST(Refusal, CodesDecideTheExit) {
  const auto exit_of = [](int code) { return describe_refusal({code, "why", ""}, "h:1").exit; };
  EXPECT_EQ(exit_of(kNotFound), Exit::kRefused);
  EXPECT_EQ(exit_of(kFailedPrecondition), Exit::kRefused);
  EXPECT_EQ(exit_of(kUnimplemented), Exit::kRefused);
  EXPECT_EQ(exit_of(kInternal), Exit::kRefused);
  EXPECT_EQ(exit_of(kDeadlineExceeded), Exit::kUnreachable);
  EXPECT_EQ(exit_of(kCancelled), Exit::kUnreachable);
}

TEST(Refusal, UnreadableDetailsAreNoHarm) {
  const Failure failure = describe_refusal({kInvalidArgument, "bad", "\xff\xff\xff"}, "h:1");
  EXPECT_EQ(failure.message, "bad");
}

}  // namespace
}  // namespace fitd::ctl
