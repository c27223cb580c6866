// The NIST sets over the wire: the same bits as the solver in process.

#include <gtest/gtest.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "server/arrays.h"
#include "solver/curve/fit_curve.h"
#include "solver/models/catalogue.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"
#include "tests/support/nist.h"

namespace fitd::server {
namespace {

v1::FitRequest request_for(const test::NistSet& set, const std::vector<double>& start,
                           v1::Arithmetic arithmetic) {
  v1::FitRequest request;
  request.mutable_options()->set_arithmetic(arithmetic);
  request.set_model(set.model);
  for (std::size_t k = 0; k < set.predictors.size(); ++k) {
    (*request.mutable_predictors())[set.predictors[k]] = array_of(set.x[k], Payload::kF64);
  }
  *request.mutable_y() = array_of(set.y, Payload::kF64);
  for (std::size_t j = 0; j < start.size(); ++j) {
    auto* parameter = request.add_parameters();
    parameter->set_name(set.parameters[j]);
    parameter->set_start(start[j]);
  }
  return request;
}

curve::CurveOutcome in_process(const models::Model& model, const test::NistSet& set,
                               const std::vector<double>& start, curve::Arithmetic arithmetic) {
  curve::CurveFit fit;
  fit.model = &model;
  for (const auto& column : set.x) fit.data.predictors.emplace_back(column);
  fit.data.y = set.y;
  fit.start = start;
  fit.fixed.assign(start.size(), false);
  fit.arithmetic = arithmetic;
  const auto n = static_cast<int>(start.size());
  fit.options.maxfev = arithmetic == curve::Arithmetic::kCertified
                           ? curve::default_maxfev_certified(n)
                           : lm::default_maxfev_analytic(n);
  return curve::fit_curve(fit, {}, {});
}

// Equal to the bit, NaN included.
void expect_same_bits(const std::vector<double>& ours, const std::vector<double>& expected,
                      const char* what) {
  ASSERT_EQ(ours.size(), expected.size()) << what;
  EXPECT_EQ(std::memcmp(ours.data(), expected.data(), ours.size() * sizeof(double)), 0) << what;
}

void expect_same(const v1::FitResult& result, const curve::CurveOutcome& expected) {
  EXPECT_EQ(static_cast<int>(result.termination()), static_cast<int>(expected.lm.termination));
  EXPECT_EQ(result.infodict().nfev(), expected.lm.nfev);
  EXPECT_EQ(result.infodict().njev(), expected.lm.njev);
  expect_same_bits({result.x().begin(), result.x().end()}, expected.lm.x, "x");
  expect_same_bits(to_vector(result.infodict().fvec()), expected.fvec, "fvec");
  expect_same_bits(to_vector(result.infodict().fjac()), expected.fjac, "fjac");
  expect_same_bits({result.infodict().qtf().begin(), result.infodict().qtf().end()},
                   expected.lm.qtf, "qtf");
  expect_same_bits(to_vector(result.best_fit()), expected.best_fit, "best_fit");
  ASSERT_EQ(result.has_cov_x(), expected.cov_x.has_value());
  if (expected.cov_x) expect_same_bits(to_vector(result.cov_x()), *expected.cov_x, "cov_x");
  ASSERT_EQ(result.has_covariance(), expected.covariance.has_value());
  if (expected.covariance) {
    expect_same_bits(to_vector(result.covariance()), *expected.covariance, "covariance");
  }
}

// Returns the average, over the runs, of the digits that all of a set's parameters agree to with
// the certified ones.
double expect_54_runs_alike(v1::Arithmetic asked, v1::Arithmetic used,
                            curve::Arithmetic in_the_solver) {
  TestServer server;
  const models::Catalogue catalogue;
  int runs = 0;
  double digits = 0;
  for (const test::NistSet& set : test::nist_sets()) {
    const models::Model* model = catalogue.find(set.model);
    EXPECT_NE(model, nullptr) << set.model;
    if (model == nullptr) continue;
    for (const auto& start : set.starts) {
      SCOPED_TRACE(set.name);
      const FitReply reply = server.fit(request_for(set, start, asked));
      EXPECT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
      if (reply.end.code != absl::StatusCode::kOk) continue;
      EXPECT_EQ(reply.result().provenance().arithmetic(), used);
      expect_same(reply.result(), in_process(*model, set, start, in_the_solver));
      const auto& x = reply.result().x();
      digits += test::agreeing_digits({x.begin(), x.end()}, set.certified);
      ++runs;
    }
  }
  EXPECT_EQ(runs, 54);
  return digits / runs;
}

TEST(NistWireTest, All54RunsHaveTheBitsOfTheSolverInProcess) {
  expect_54_runs_alike(v1::ARITHMETIC_REFERENCE, v1::ARITHMETIC_REFERENCE,
                       curve::Arithmetic::kReference);
}

// 10.74 is what the certified values, rounded to 11 digits, score beside the exact ones.
TEST(NistWireTest, CertifiedArithmeticHasAllCertifiedDigits) {
  const double digits = expect_54_runs_alike(v1::ARITHMETIC_CERTIFIED, v1::ARITHMETIC_CERTIFIED,
                                             curve::Arithmetic::kCertified);
  std::printf("on average %.2f digits\n", digits);
  EXPECT_GE(digits, 10.73);
}

TEST(NistWireTest, FastArithmeticIsTheDefault) {
  expect_54_runs_alike(v1::ARITHMETIC_UNSPECIFIED, v1::ARITHMETIC_FAST, curve::Arithmetic::kFast);
}

}  // namespace
}  // namespace fitd::server
