#include "solver/curve/curve_function.h"

#include <gtest/gtest.h>

#include <stop_token>
#include <vector>

#include "tests/solver/curve/test_model.h"

namespace fitd::curve {
namespace {

using test::DecayData;
using test::PointModel;

const std::vector<double> kParameters = {2, 0.5, 0.25};

TEST(CurveFunction, ResidualsAreModelMinusDataOverSigma) {
  const PointModel model = test::decay_model();
  const DecayData data(1000);  // several blocks, the last one short
  for (const bool weighted : {false, true}) {
    CurveFunction function(model, weighted ? data.weighted() : data.unweighted(), kParameters,
                           {false, false, false});
    std::vector<double> r(1000);
    EXPECT_EQ(function.residuals(kParameters, r, {}), lm::EvaluationStatus::kOk);
    for (std::size_t i = 0; i < r.size(); ++i) {
      const double f = 2 * std::exp(-0.5 * data.x[i]) + 0.25;
      EXPECT_EQ(r[i], (f - data.y[i]) / (weighted ? data.sigma[i] : 1));
    }
  }
}

TEST(CurveFunction, JacobianIsColumnMajorAndWeighted) {
  const PointModel model = test::decay_model();
  const DecayData data(1000);
  CurveFunction function(model, data.weighted(), kParameters, {false, false, false});
  std::vector<double> j(3000);
  EXPECT_EQ(function.jacobian(kParameters, j, {}), lm::EvaluationStatus::kOk);
  for (std::size_t i = 0; i < 1000; ++i) {
    const double e = std::exp(-0.5 * data.x[i]);
    EXPECT_EQ(j[i], e / data.sigma[i]);
    EXPECT_EQ(j[1000 + i], -2 * data.x[i] * e / data.sigma[i]);
    EXPECT_EQ(j[2000 + i], 1 / data.sigma[i]);
  }
}

TEST(CurveFunction, FixedParametersStay) {
  const PointModel model = test::decay_model();
  const DecayData data(30);
  CurveFunction function(model, data.unweighted(), kParameters, {false, true, false});
  EXPECT_EQ(function.num_parameters(), 2);
  EXPECT_EQ(function.free(), (std::vector<int>{0, 2}));
  EXPECT_EQ(function.free_entries(kParameters), (std::vector<double>{2, 0.25}));

  const std::vector<double> x = {5, 6};
  std::vector<double> r(30);
  function.residuals(x, r, {});
  EXPECT_EQ(r[7], 5 * std::exp(-0.5 * data.x[7]) + 6 - data.y[7]);
  std::vector<double> j(60);
  function.jacobian(x, j, {});
  EXPECT_EQ(j[7], std::exp(-0.5 * data.x[7]));
  EXPECT_EQ(j[37], 1);
  const auto all = function.all_parameters(x);
  EXPECT_EQ(std::vector<double>(all.begin(), all.end()), (std::vector<double>{5, 0.5, 6}));
}

TEST(CurveFunction, BlocksStayInCache) {
  const PointModel model = test::decay_model();
  const DecayData data(5000);
  CurveFunction function(model, data.unweighted(), kParameters, {false, false, false});
  std::vector<double> j(15000);
  function.jacobian(kParameters, j, {});
  EXPECT_EQ(model.longest_block, function.block_rows());
  EXPECT_EQ(model.derivative_points, 5000u);
  for (const int parameters : {1, 3, 8, 30, 1000}) {
    const std::size_t rows = CurveFunction::block_rows(parameters);
    EXPECT_GE(rows, 16u);
    EXPECT_LE(rows, 512u);
  }
}

TEST(CurveFunction, ValuesAreUnweighted) {
  const PointModel model = test::decay_model();
  const DecayData data(100);
  CurveFunction function(model, data.weighted(), kParameters, {false, false, false});
  std::vector<double> f(100);
  function.values(kParameters, f, {});
  EXPECT_EQ(f[9], 2 * std::exp(-0.5 * data.x[9]) + 0.25);
}

TEST(CurveFunction, RowsAreThoseOfTheJacobian) {
  const PointModel model = test::decay_model();
  const DecayData data(1000);
  CurveFunction function(model, data.weighted(), kParameters, {false, false, true});
  std::vector<double> j(2000);
  function.jacobian(kParameters, j, {});
  std::vector<double> rows(20);
  function.jacobian_rows(kParameters, 900, 10, rows.data(), 10);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(rows[i], j[900 + i]);
    EXPECT_EQ(rows[10 + i], j[1900 + i]);
  }
}

TEST(CurveFunction, EndsWithinABlocksTimeOfAStop) {
  PointModel model = test::line_model();
  const std::size_t m = 500'000;
  const std::vector<double> x(m, 1.0);
  std::stop_source source;
  model.on_block = [&] { source.request_stop(); };
  model.on_derivative_block = model.on_block;
  CurveFunction function(model, {.predictors = {x}, .y = x, .sigma = {}}, std::vector<double>{1, 1},
                         {false, false});
  const lm::Interrupt interrupt(source.get_token());
  std::vector<double> r(m);
  EXPECT_EQ(function.residuals(std::vector<double>{1, 1}, r, interrupt),
            lm::EvaluationStatus::kInterrupted);
  EXPECT_LT(model.points, 20'000u);
  std::vector<double> j(2 * m);
  EXPECT_EQ(function.jacobian(std::vector<double>{1, 1}, j, interrupt),
            lm::EvaluationStatus::kInterrupted);
  EXPECT_LT(model.derivative_points, 20'000u);
}

}  // namespace
}  // namespace fitd::curve
