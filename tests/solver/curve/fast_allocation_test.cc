// No allocation inside an iteration, and in lanes none inside a fit: this binary counts operator
// new.
#include <gtest/gtest.h>

#include <vector>

#include "solver/curve/fit_batch.h"
#include "solver/curve/fit_curve.h"
#include "solver/expression/catalogue_source.h"
#include "solver/expression/expression_model.h"
#include "tests/solver/curve/batch_of.h"
#include "tests/support/counting_new.h"

namespace fitd::curve {
namespace {

// Allocations of the first `count` fits of a batch, in memory used before.
std::int64_t allocations_of(const BatchFit& fit, std::int64_t count, BatchWorkspace& workspace,
                            BatchOutcome& outcome) {
  const std::int64_t before = test::allocations();
  fit_batch(fit, 0, count, {}, outcome, workspace, {});
  return test::allocations() - before;
}

TEST(FastAllocation, NoneInAFitInLanes) {
  for (const bench::BatchWorkload& workload : {bench::batch1d(400), bench::batch2d(400)}) {
    const BatchFit fit = test::batch_of(workload);
    BatchOutcome outcome;
    outcome.resize(fit);
    BatchWorkspace workspace;
    allocations_of(fit, 400, workspace, outcome);  // warms the memory up
    // Some fits move to the lanes that work on triangles: these are made, and the list of them.
    EXPECT_LE(allocations_of(fit, 400, workspace, outcome),
              allocations_of(fit, 40, workspace, outcome) + 8)
        << workload.name;
  }
}

TEST(FastAllocation, NoneInAnIterationInLanes) {
  const bench::BatchWorkload workload = bench::exp3(64);
  std::vector<std::int64_t> allocations;
  for (const std::int64_t maxfev : {60, 600}) {
    BatchFit fit = test::batch_of(workload);
    fit.options.maxfev = maxfev;
    fit.options.ftol = fit.options.xtol = 1e-15;
    BatchOutcome outcome;
    outcome.resize(fit);
    BatchWorkspace workspace;
    allocations_of(fit, 64, workspace, outcome);
    allocations.push_back(allocations_of(fit, 64, workspace, outcome));
  }
  EXPECT_EQ(allocations[0], allocations[1]);
}

// A fit that ends after `maxfev` evaluations.
std::int64_t allocations_of(CurveFit fit, std::int64_t maxfev, std::int64_t& nfev) {
  fit.options.maxfev = maxfev;
  fit.options.ftol = fit.options.xtol = 0;
  const std::int64_t before = test::allocations();
  nfev = fit_curve(fit, {}, {}).lm.nfev;
  return test::allocations() - before;
}

void expect_none_in_an_iteration(const models::Model& model, std::vector<double> start) {
  const bench::BatchWorkload workload = bench::exp3(1);
  CurveFit fit;
  fit.model = &model;
  for (const auto& x : workload.predictors) fit.data.predictors.emplace_back(x);
  fit.data.y = workload.y;
  fit.start = std::move(start);
  fit.fixed.assign(fit.start.size(), false);
  fit.wanted = {.fvec = false, .fjac = false, .best_fit = false};
  std::int64_t few = 0;
  std::int64_t many = 0;
  allocations_of(fit, 3, few);
  const std::int64_t with_few = allocations_of(fit, 3, few);
  const std::int64_t with_many = allocations_of(fit, 30, many);
  EXPECT_GE(many, few + 5);
  EXPECT_EQ(with_few, with_many) << model.info().name;
}

TEST(FastAllocation, NoneInAnIteration) {
  // A kernel; a sum of kernels and a rest; the tape.
  expect_none_in_an_iteration(test::model_of("exp_offset"), {3, 4, 2});
  for (const char* text : {"exponential() + gaussian_h() + c*cos(x)", "a*exp(-x/t)*(1 + b*x)"}) {
    const auto made =
        expression::make_expression(text, {}, expression::CatalogueSource(test::catalogue()));
    const auto& model = *std::get<std::shared_ptr<const expression::ExpressionModel>>(made);
    std::vector<double> start(model.info().parameters.size(), 1.3);
    expect_none_in_an_iteration(model, std::move(start));
  }
}

}  // namespace
}  // namespace fitd::curve
