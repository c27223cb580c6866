// Tied parameters, over the wire.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "tests/server/support/batches.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_batch.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::ElementsAre;

constexpr const char* kPeaks = "gaussian_h(prefix=\"a_\") + gaussian_h(prefix=\"b_\")";

v1::Parameter& parameter(v1::FitRequest& request, const std::string& name) {
  for (v1::Parameter& p : *request.mutable_parameters()) {
    if (p.name() == name) return p;
  }
  v1::Parameter& p = *request.add_parameters();
  p.set_name(name);
  return p;
}

const v1::FittedParameter& fitted(const v1::FitResult& result, const std::string& name) {
  for (const v1::FittedParameter& p : result.parameters()) {
    if (p.name() == name) return p;
  }
  ADD_FAILURE() << "no parameter " << name;
  return result.parameters(0);
}

// Two peaks a distance of 3 apart, the second twice as wide, with some noise.
v1::FitRequest peaks(const std::string& model) {
  v1::FitRequest request;
  request.set_model(model);
  const std::vector<double> x = grid(-3, 9, 120);
  std::vector<double> y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double u = x[i] / 0.7;
    const double v = (x[i] - 3) / 1.4;
    y.push_back(4 * std::exp(-0.5 * u * u) + 2 * std::exp(-0.5 * v * v) +
                0.05 * std::sin(7.0 * static_cast<double>(i * i)));
  }
  (*request.mutable_predictors())["x"] = array_of(x);
  *request.mutable_y() = array_of(y);
  return request;
}

void start(v1::FitRequest& request, const std::string& name, double value) {
  parameter(request, name).set_start(value);
}

v1::FitRequest tied_peaks() {
  v1::FitRequest request = peaks(kPeaks);
  start(request, "a_height", 3);
  start(request, "a_center", 0.3);
  start(request, "a_sigma", 1);
  start(request, "b_height", 1.5);
  parameter(request, "b_center").set_expression("a_center + 3");
  parameter(request, "b_sigma").set_expression("2*a_sigma");
  return request;
}

class TiesWireTest : public testing::TestWithParam<v1::Arithmetic> {
 protected:
  v1::FitRequest in_arithmetic(v1::FitRequest request) const {
    request.mutable_options()->set_arithmetic(GetParam());
    return request;
  }
  TestServer server_;
};

INSTANTIATE_TEST_SUITE_P(Both, TiesWireTest,
                         testing::Values(v1::ARITHMETIC_FAST, v1::ARITHMETIC_REFERENCE));

TEST_P(TiesWireTest, ATiedFitIsTheFitOfTheFormulaWithTheTieWrittenOut) {
  v1::FitRequest written = in_arithmetic(
      peaks("gaussian_h(x, h1, c, s) + gaussian_h(x, height=h2, center=c + 3, sigma=2*s)"));
  start(written, "h1", 3);
  start(written, "c", 0.3);
  start(written, "s", 1);
  start(written, "h2", 1.5);
  const v1::FitResult truth = server_.fit(written).result();
  const v1::FitResult result = server_.fit(in_arithmetic(tied_peaks())).result();
  EXPECT_LE(result.ier(), 4);
  EXPECT_EQ(result.infodict().nfev(), truth.infodict().nfev());
  EXPECT_THAT(result.free_names(), ElementsAre("a_height", "a_center", "a_sigma", "b_height"));
  ASSERT_EQ(result.x_size(), 4);
  for (int j = 0; j < 4; ++j) EXPECT_EQ(result.x(j), truth.x(j));
  EXPECT_EQ(result.statistics().chi_square(), truth.statistics().chi_square());
  EXPECT_EQ(result.statistics().degrees_of_freedom(), 116);
  EXPECT_EQ(result.covariance().SerializeAsString(), truth.covariance().SerializeAsString());
}

TEST_P(TiesWireTest, ATiedParameterHasItsValueAndAPropagatedError) {
  v1::FitRequest request = in_arithmetic(tied_peaks());
  parameter(request, "b_height").clear_start();
  parameter(request, "b_height").set_expression("a_height*exp(-a_sigma)");
  const v1::FitResult result = server_.fit(request).result();
  ASSERT_EQ(result.parameters_size(), 6);
  EXPECT_EQ(result.parameters(4).name(), "b_center");
  const double height = fitted(result, "a_height").value();
  const double sigma = fitted(result, "a_sigma").value();
  const v1::FittedParameter& b_sigma = fitted(result, "b_sigma");
  EXPECT_EQ(b_sigma.value(), 2 * sigma);
  EXPECT_EQ(b_sigma.expression(), "2*a_sigma");
  EXPECT_EQ(b_sigma.start(), 2);
  EXPECT_FALSE(b_sigma.fixed());
  EXPECT_NEAR(b_sigma.standard_error(), 2 * fitted(result, "a_sigma").standard_error(), 1e-15);
  EXPECT_EQ(fitted(result, "b_center").standard_error(),
            fitted(result, "a_center").standard_error());
  EXPECT_EQ(fitted(result, "a_sigma").expression(), "");

  // By both heights and sigma, their covariance with it.
  const v1::FittedParameter& b_height = fitted(result, "b_height");
  const double by_height = std::exp(-sigma);
  const double by_sigma = -height * by_height;
  EXPECT_NEAR(b_height.gradient().at("a_height"), by_height, 1e-14);
  EXPECT_NEAR(b_height.gradient().at("a_sigma"), by_sigma, 1e-14 * height);
  EXPECT_EQ(b_height.gradient().size(), 2u);
  const auto& c = result.covariance().values().values();  // a_height, a_center, a_sigma
  const double variance =
      by_height * by_height * c[0] + 2 * by_height * by_sigma * c[2] + by_sigma * by_sigma * c[8];
  EXPECT_NEAR(b_height.standard_error(), std::sqrt(variance), 1e-12 * std::sqrt(variance));
}

TEST_P(TiesWireTest, AnErrorKnowsOfBoundsAndOfWhatIsFixed) {
  v1::FitRequest request = in_arithmetic(tied_peaks());
  parameter(request, "a_sigma").set_min(0.9);
  parameter(request, "a_center").set_start(0.1);
  parameter(request, "a_center").set_fixed(true);
  const v1::FitResult result = server_.fit(request).result();
  EXPECT_EQ(fitted(result, "a_sigma").at_bound(), v1::BOUND_MIN);
  EXPECT_EQ(fitted(result, "b_sigma").value(), 1.8);
  EXPECT_FALSE(fitted(result, "b_sigma").has_standard_error());
  EXPECT_EQ(fitted(result, "b_center").value(), 3.1);
  EXPECT_FALSE(fitted(result, "b_center").has_standard_error());
  EXPECT_TRUE(fitted(result, "b_height").has_standard_error());
}

TEST_P(TiesWireTest, ACatalogueModelIsTiedAndItsStartsAreEstimated) {
  v1::FitRequest request = in_arithmetic(gaussian_request(60));
  parameter(request, "center").set_expression("4*sigma");
  const v1::FitResult result = server_.fit(request).result();
  EXPECT_LE(result.ier(), 4);
  EXPECT_EQ(result.x_size(), 2);
  EXPECT_EQ(fitted(result, "center").value(), 4 * fitted(result, "sigma").value());
  EXPECT_EQ(result.provenance().model(), "gaussian");
}

TEST_P(TiesWireTest, ProgressShowsAllParameters) {
  v1::FitRequest request = in_arithmetic(tied_peaks());
  request.mutable_progress()->mutable_min_interval();
  const FitReply reply = server_.fit(request);
  int shown = 0;
  for (const v1::FitEvent& event : reply.events) {
    if (!event.has_progress()) continue;
    ASSERT_EQ(event.progress().parameters_size(), 6);
    EXPECT_EQ(event.progress().parameters(5), 2 * event.progress().parameters(2));
    ++shown;
  }
  EXPECT_GE(shown, 1);
}

TEST(TiedBatch, HasTheBitsOfTheSameFits) {
  TestServer server;
  constexpr int kPoints = 40;
  constexpr int kSets = 5;
  const std::vector<double> sets = gaussian_sets(kSets, kPoints);
  v1::FitBatchHeader header = gaussian_header(kPoints);
  v1::Parameter& tie = *header.add_parameters();
  tie.set_name("sigma");
  tie.set_expression("0.2*center");
  header.mutable_options()->set_arithmetic(v1::ARITHMETIC_REFERENCE);
  for (const bool with_starts : {false, true}) {
    v1::FitBatchChunk chunk = chunk_of(sets);
    std::vector<double> starts;
    if (with_starts) {
      for (int k = 0; k < kSets; ++k) starts.insert(starts.end(), {30, 5, 17});
      *chunk.mutable_starts() = array_of(starts);
    }
    const BatchReply reply = run_batch(server, {to_request(header), to_request(chunk)});
    ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
    EXPECT_THAT(reply.accepted.parameter_names(), ElementsAre("amplitude", "center", "sigma"));
    EXPECT_THAT(reply.accepted.free_names(), ElementsAre("amplitude", "center"));
    for (int k = 0; k < kSets; ++k) {
      v1::FitRequest request;
      request.set_model("gaussian");
      *request.mutable_predictors() = header.predictors();
      *request.mutable_y() =
          array_of(std::span(sets).subspan(static_cast<std::size_t>(k) * kPoints, kPoints));
      *request.mutable_options() = header.options();
      *request.add_parameters() = tie;
      if (with_starts) start(request, "amplitude", 30);
      if (with_starts) start(request, "center", 5);
      const v1::FitResult truth = server.fit(request).result();
      const FitAnswer& answer = reply.answers.at(k);
      for (std::size_t j = 0; j < 3; ++j) {
        const v1::FittedParameter& of = truth.parameters(static_cast<int>(j));
        EXPECT_EQ(answer.parameters[j], of.value());
        EXPECT_EQ(answer.standard_errors[j], of.standard_error());
      }
      EXPECT_TRUE(answer.covariance.empty());
    }
  }
}

TEST(TiedBatch, InFastArithmeticFindsTheSameMinima) {
  TestServer server;
  const std::vector<double> sets = gaussian_sets(20, 40);
  v1::FitBatchHeader header = gaussian_header(40);
  v1::Parameter& tie = *header.add_parameters();
  tie.set_name("center");
  tie.set_expression("5*sigma");
  const BatchReply fast = run_batch(server, {to_request(header), to_request(chunk_of(sets))});
  header.mutable_options()->set_arithmetic(v1::ARITHMETIC_REFERENCE);
  const BatchReply reference = run_batch(server, {to_request(header), to_request(chunk_of(sets))});
  ASSERT_EQ(fast.answers.size(), 20u);
  for (const auto& [index, answer] : fast.answers) {
    EXPECT_EQ(answer.parameters[1], 5 * answer.parameters[2]);
    const double truth = reference.answers.at(index).chi_square;
    EXPECT_NEAR(answer.chi_square, truth, 1e-9 * truth);
  }
}

}  // namespace
}  // namespace fitd::server
