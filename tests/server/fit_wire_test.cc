// Fits over a real connection.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "server/app.h"
#include "server/arrays.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(FitWireTest, AShortFitIsOneMessage) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  request.set_request_id("mine");
  const FitReply reply = server.fit(request);
  ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
  ASSERT_EQ(reply.events.size(), 1u);
  const v1::FitEvent& event = reply.events[0];
  EXPECT_EQ(event.sequence(), 0);
  EXPECT_GT(event.time().seconds(), 1'700'000'000);
  EXPECT_EQ(event.accepted().model(), "exponential");
  EXPECT_EQ(event.accepted().queue_position(), 0);
  EXPECT_EQ(event.accepted().request_id(), "mine");
  EXPECT_THAT(event.accepted().fit_id(), HasSubstr("-"));
  EXPECT_EQ(event.progress().iteration(), 0);
  EXPECT_TRUE(event.has_result());
}

TEST(FitWireTest, ForwardDifferencesRunInReferenceArithmetic) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  request.mutable_options()->set_jacobian(v1::JACOBIAN_FORWARD_DIFFERENCE);
  request.mutable_options()->set_arithmetic(v1::ARITHMETIC_FAST);
  const v1::FitResult result = server.fit(request).result();
  EXPECT_EQ(result.provenance().jacobian(), v1::JACOBIAN_FORWARD_DIFFERENCE);
  EXPECT_EQ(result.provenance().arithmetic(), v1::ARITHMETIC_REFERENCE);
}

// The workers of the pool share it; the bits are those of one.
TEST(FitWireTest, ALargeFitHasTheBitsOfOneWorker) {
  Options alone = test_options();
  alone.workers = 1;
  TestServer one(alone);
  TestServer several;
  v1::FitRequest request = gaussian_request(200'000);
  request.mutable_return_mask()->add_paths("covariance");
  const v1::FitResult by_one = one.fit(request).result();
  const v1::FitResult by_several = several.fit(request).result();
  EXPECT_EQ(by_one.x_size(), 3);
  for (int k = 0; k < 3; ++k) EXPECT_EQ(by_one.x(k), by_several.x(k));
  EXPECT_EQ(by_one.covariance().SerializeAsString(), by_several.covariance().SerializeAsString());
  EXPECT_EQ(by_one.statistics().chi_square(), by_several.statistics().chi_square());
}

TEST(FitWireTest, TheResultIsWhole) {
  TestServer server;
  const v1::FitRequest request = exponential_request();
  const v1::FitResult result = server.fit(request).result();
  EXPECT_GE(result.ier(), 1);
  EXPECT_LE(result.ier(), 3);
  EXPECT_EQ(static_cast<int>(result.termination()), result.ier());
  EXPECT_THAT(result.mesg(), HasSubstr("relative"));
  EXPECT_THAT(result.free_names(), ElementsAre("amplitude", "decay"));
  ASSERT_EQ(result.x_size(), 2);
  EXPECT_NEAR(result.x(0), 3, 0.05);
  EXPECT_NEAR(result.x(1), 2, 0.05);
  EXPECT_THAT(result.cov_x().shape(), ElementsAre(2, 2));
  EXPECT_THAT(result.r().shape(), ElementsAre(2, 2));
  EXPECT_THAT(result.covariance().shape(), ElementsAre(2, 2));
  EXPECT_THAT(result.infodict().fvec().shape(), ElementsAre(12));
  EXPECT_THAT(result.infodict().fjac().shape(), ElementsAre(2, 12));
  EXPECT_THAT(result.best_fit().shape(), ElementsAre(12));
  EXPECT_EQ(result.infodict().ipvt_size(), 2);
  EXPECT_EQ(result.infodict().qtf_size(), 2);
  EXPECT_GT(result.infodict().nfev(), 1);
  EXPECT_GT(result.infodict().njev(), 0);
  EXPECT_EQ(result.statistics().degrees_of_freedom(), 10);
  EXPECT_THAT(result.omitted(), IsEmpty());
  EXPECT_EQ(result.provenance().model(), "exponential");
  EXPECT_EQ(result.provenance().arithmetic(), v1::ARITHMETIC_FAST);
  EXPECT_EQ(result.provenance().jacobian(), v1::JACOBIAN_ANALYTIC);

  // fvec = (best_fit - y)/sigma, chi-square its square sum; fjac's triangle is r.
  double chi_square = 0;
  for (int i = 0; i < 12; ++i) {
    const double residual =
        (result.best_fit().values().values(i) - request.y().values().values(i)) /
        request.sigma().values().values(i);
    EXPECT_DOUBLE_EQ(result.infodict().fvec().values().values(i), residual);
    chi_square += residual * residual;
  }
  EXPECT_NEAR(result.statistics().chi_square(), chi_square, 1e-12 * chi_square);
  const auto& fjac = result.infodict().fjac().values();
  EXPECT_EQ(result.r().values().values(0), fjac.values(0));
  EXPECT_EQ(result.r().values().values(1), fjac.values(12));
  EXPECT_EQ(result.r().values().values(2), 0);
  EXPECT_EQ(result.r().values().values(3), fjac.values(13));
  const double variance = result.covariance().values().values(0);
  EXPECT_DOUBLE_EQ(result.parameters(0).standard_error(), std::sqrt(variance));
}

TEST(FitWireTest, AbsoluteSigmaLeavesTheCovarianceUnscaled) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  const v1::FitResult relative = server.fit(request).result();
  request.set_absolute_sigma(true);
  const v1::FitResult absolute = server.fit(request).result();
  const double scale = relative.statistics().reduced_chi_square();
  for (int k = 0; k < 4; ++k) {
    const double scaled = absolute.covariance().values().values(k) * scale;
    EXPECT_NEAR(relative.covariance().values().values(k), scaled, 1e-13 * std::abs(scaled));
  }
}

TEST(FitWireTest, ByteArraysAreAnsweredInBytesWithTheSameBits) {
  TestServer server;
  const v1::FitResult values = server.fit(exponential_request(Payload::kValues)).result();
  const v1::FitResult bytes = server.fit(exponential_request(Payload::kF64)).result();
  EXPECT_TRUE(bytes.infodict().fjac().has_f64_le());
  EXPECT_EQ(to_vector(bytes.infodict().fjac()), to_vector(values.infodict().fjac()));
  EXPECT_EQ(to_vector(bytes.covariance()), to_vector(values.covariance()));
  EXPECT_THAT(bytes.x(), ElementsAre(values.x(0), values.x(1)));
}

TEST(FitWireTest, MissingStartsAreEstimated) {
  TestServer server;
  const v1::FitResult result = server.fit(gaussian_request(200)).result();
  EXPECT_NEAR(result.parameters(1).value(), 5, 0.02);
  EXPECT_NEAR(result.parameters(2).value(), 1.2, 0.02);
  EXPECT_NE(result.parameters(1).start(), 0);
}

TEST(FitWireTest, FixedParametersStayAndDoNotCount) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  request.mutable_parameters(1)->set_start(1.9);
  request.mutable_parameters(1)->set_fixed(true);
  request.mutable_options()->add_diag(2);
  const v1::FitResult result = server.fit(request).result();
  EXPECT_THAT(result.free_names(), ElementsAre("amplitude"));
  EXPECT_EQ(result.x_size(), 1);
  EXPECT_EQ(result.parameters(1).value(), 1.9);
  EXPECT_TRUE(result.parameters(1).fixed());
  EXPECT_FALSE(result.parameters(1).has_standard_error());
  EXPECT_EQ(result.statistics().degrees_of_freedom(), 11);
  EXPECT_THAT(result.infodict().fjac().shape(), ElementsAre(1, 12));
}

TEST(FitWireTest, ForwardDifferencesCountTheirEvaluations) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  const v1::FitResult analytic = server.fit(request).result();
  request.mutable_options()->set_jacobian(v1::JACOBIAN_FORWARD_DIFFERENCE);
  const v1::FitResult forward = server.fit(request).result();
  EXPECT_EQ(forward.infodict().nfev(), analytic.infodict().nfev() + 2 * forward.infodict().njev());
  EXPECT_EQ(forward.provenance().jacobian(), v1::JACOBIAN_FORWARD_DIFFERENCE);
}

TEST(FitWireTest, TheReturnMaskChooses) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  request.mutable_return_mask()->add_paths("best_fit");
  request.mutable_return_mask()->add_paths("covariance");
  const v1::FitResult result = server.fit(request).result();
  EXPECT_TRUE(result.has_best_fit());
  EXPECT_TRUE(result.has_covariance());
  EXPECT_FALSE(result.has_correlation());
  EXPECT_FALSE(result.has_cov_x());
  EXPECT_FALSE(result.has_r());
  EXPECT_FALSE(result.infodict().has_fvec());
  EXPECT_FALSE(result.infodict().has_fjac());
  EXPECT_EQ(result.infodict().qtf_size(), 2);
}

TEST(FitWireTest, LargeArraysAreLeftOutAndComeWhenAskedFor) {
  TestServer server;
  v1::FitRequest request = gaussian_request(200'000);
  const v1::FitResult small = server.fit(request).result();
  EXPECT_THAT(small.omitted(), ElementsAre("infodict.fjac", "infodict.fvec"));
  EXPECT_FALSE(small.infodict().has_fjac());
  EXPECT_TRUE(small.has_best_fit());
  EXPECT_LT(small.ByteSizeLong(), std::size_t{3} << 20);
  request.mutable_return_mask()->add_paths("infodict.fjac");
  const v1::FitResult large = server.fit(request).result();
  EXPECT_THAT(large.omitted(), IsEmpty());
  EXPECT_EQ(large.infodict().fjac().f64_le().size(), 3u * 200'000 * sizeof(double));
}

TEST(FitWireTest, AModelThatIsNotFiniteAtTheStartSaysWhere) {
  TestServer server;
  v1::FitRequest request = exponential_request();
  request.mutable_parameters(1)->set_start(-1e-3);  // exp(x/1e-3)
  const v1::FitResult result = server.fit(request).result();
  EXPECT_EQ(result.termination(), v1::TERMINATION_NON_FINITE);
  EXPECT_FALSE(result.has_ier());
  EXPECT_EQ(result.non_finite().index(), 2);  // x = 1: exp(1000)
  EXPECT_FALSE(result.non_finite().has_parameter());
  EXPECT_EQ(result.non_finite().value(), std::numeric_limits<double>::infinity());
  EXPECT_THAT(result.mesg(), HasSubstr("2"));
}

TEST(FitWireTest, ProgressComesBeforeTheResultAndTheNormNeverRises) {
  TestServer server;
  v1::FitRequest request = gaussian_request(1'000'000);
  request.mutable_progress()->mutable_min_interval();
  const FitReply reply = server.fit(request);
  ASSERT_GE(reply.events.size(), 4u);
  EXPECT_TRUE(reply.events[0].has_accepted());
  EXPECT_FALSE(reply.events[0].has_result());
  double norm = std::numeric_limits<double>::infinity();
  std::int64_t iteration = -1;
  for (std::size_t k = 0; k < reply.events.size(); ++k) {
    const v1::FitEvent& event = reply.events[k];
    EXPECT_EQ(event.sequence(), static_cast<std::int64_t>(k));
    EXPECT_EQ(event.has_result(), k + 1 == reply.events.size());
    if (!event.has_progress()) continue;
    EXPECT_LE(event.progress().residual_norm(), norm);
    EXPECT_GT(event.progress().iteration(), iteration);
    EXPECT_EQ(event.progress().parameters_size(), 3);
    EXPECT_EQ(event.progress().has_gain_ratio(), event.progress().iteration() > 0);
    if (iteration < 0) {
      EXPECT_EQ(event.progress().iteration(), 0);
    }
    norm = event.progress().residual_norm();
    iteration = event.progress().iteration();
  }
  EXPECT_LE(reply.result().statistics().residual_norm(), norm);
  EXPECT_GE(iteration, 1);
}

TEST(FitWireTest, ProgressCanBeThinnedAndTurnedOff) {
  TestServer server;
  v1::FitRequest request = long_request(110'000);
  request.mutable_options()->set_maxfev(30);
  request.mutable_progress()->set_every_iterations(5);
  request.mutable_progress()->set_omit_parameters(true);
  for (const auto& event : server.fit(request).events) {
    EXPECT_EQ(event.progress().iteration() % 5, 0);
    EXPECT_EQ(event.progress().parameters_size(), 0);
  }
  request.mutable_progress()->set_off(true);
  for (const auto& event : server.fit(request).events) EXPECT_FALSE(event.has_progress());
}

TEST(FitWireTest, ATimeLimitEndsWithTheBestSoFar) {
  TestServer server;
  v1::FitRequest request = long_request(1'000'000);
  request.mutable_time_limit()->set_nanos(300'000'000);
  const v1::FitResult result = server.fit(request).result();
  EXPECT_EQ(result.termination(), v1::TERMINATION_TIME_LIMIT);
  EXPECT_FALSE(result.has_ier());
  EXPECT_EQ(result.x_size(), 4);
  EXPECT_THAT(result.mesg(), HasSubstr("time"));
}

TEST(FitWireTest, CancellingFreesTheWorker) {
  Options options = test_options();
  options.workers = 1;
  options.express_workers = 0;
  TestServer server(options);
  const auto fit = server.open(long_request(1'000'000));
  while (const auto event = fit->read()) {
    if (event->has_progress() && event->progress().iteration() >= 1) break;
  }
  fit->cancel();
  EXPECT_EQ(fit->finish().code, absl::StatusCode::kCancelled);
  EXPECT_LE(server.fit(exponential_request()).result().ier(), 4);
}

TEST(FitWireTest, ADeadlineFreesTheWorker) {
  Options options = test_options();
  options.workers = 1;
  options.express_workers = 0;
  TestServer server(options);
  const FitReply late = server.fit(long_request(1'000'000), std::chrono::milliseconds(700));
  EXPECT_EQ(late.end.code, absl::StatusCode::kDeadlineExceeded);
  EXPECT_LE(server.fit(exponential_request()).result().ier(), 4);
}

TEST(FitWireTest, AQueuedFitIsToldSoAndCanBeCancelled) {
  Options options = test_options();
  options.workers = 1;
  options.express_workers = 0;
  TestServer server(options);
  const auto first = server.open(long_request(1'000'000));
  while (const auto event = first->read()) {
    if (event->has_progress()) break;  // it runs
  }
  const auto second = server.open(exponential_request());
  const auto third = server.open(exponential_request());
  const auto accepted_second = second->read();
  ASSERT_TRUE(accepted_second);
  EXPECT_FALSE(accepted_second->has_result());
  const auto accepted_third = third->read();
  ASSERT_TRUE(accepted_third);
  const std::set<std::int64_t> places = {accepted_second->accepted().queue_position(),
                                         accepted_third->accepted().queue_position()};
  EXPECT_THAT(places, UnorderedElementsAre(1, 2));
  second->cancel();
  EXPECT_EQ(second->finish().code, absl::StatusCode::kCancelled);
  first->cancel();
  std::optional<v1::FitEvent> last;
  while (auto event = third->read()) last = std::move(event);
  ASSERT_TRUE(last);
  EXPECT_TRUE(last->has_result());
}

TEST(FitWireTest, AThousandFitsAtOnceAllAnswer) {
  TestServer server;
  const v1::FitRequest request = exponential_request();
  std::vector<std::unique_ptr<OpenFit>> fits;
  for (int i = 0; i < 1000; ++i) fits.push_back(server.open(request));
  const v1::FitResult alone = server.fit(request).result();
  std::set<std::string> ids;
  for (const auto& fit : fits) {
    std::optional<v1::FitEvent> last;
    while (auto event = fit->read()) {
      if (event->has_accepted()) ids.insert(event->accepted().fit_id());
      last = std::move(event);
    }
    ASSERT_EQ(fit->finish().code, absl::StatusCode::kOk);
    ASSERT_TRUE(last && last->has_result());
    EXPECT_EQ(last->result().x(0), alone.x(0));
    EXPECT_EQ(last->result().x(1), alone.x(1));
  }
  EXPECT_EQ(ids.size(), 1000u);
}

TEST(FitWireTest, NothingIsLeftBehind) {
  TestServer server;
  for (int i = 0; i < 20; ++i) {
    const auto fit = server.open(long_request(100'000));
    if (i % 2 == 0) fit->read();
    fit->cancel();
    fit->finish();
  }
  EXPECT_LE(server.fit(exponential_request()).result().ier(), 4);
  server.app().drain();
  EXPECT_EQ(server.app().live_calls().size(), 0u);
  EXPECT_EQ(server.app().admission().waiting(), 0);
  EXPECT_EQ(server.app().admission().working_memory(), 0);
}

}  // namespace
}  // namespace fitd::server
