// No allocation inside an iteration: this binary counts operator new.
#include <gtest/gtest.h>

#include <new>
#include <vector>

#include "tests/solver/lm/functions.h"
#include "tests/support/counting_new.h"

namespace fitd::lm {
namespace {

// Allocations of a minimisation that ends after `maxfev` evaluations, in memory used before.
std::int64_t allocations_of(DenseProblem& problem, Workspace& workspace, std::int64_t maxfev,
                            std::int64_t& iterations) {
  Options options;
  options.ftol = options.xtol = 0;
  options.factor = 0.1;  // small: lm_parameter iterates
  options.maxfev = maxfev;
  const std::vector<double> start = {1, 1, 1};
  const std::int64_t before = test::allocations();
  const LmResult result = minimize(problem, start, options, workspace, {}, {});
  iterations = result.iterations;
  return test::allocations() - before;
}

TEST(Allocation, NoneInAnIteration) {
  for (const auto method : {JacobianMethod::kAnalytic, JacobianMethod::kForwardDifference}) {
    test::PointFunction function = test::exponential_decay();
    DenseProblem problem(function, method);
    Workspace workspace;
    std::int64_t few = 0;
    std::int64_t many = 0;
    allocations_of(problem, workspace, 60, many);  // warms the memory up
    const std::int64_t with_few = allocations_of(problem, workspace, 2, few);
    const std::int64_t with_many = allocations_of(problem, workspace, 60, many);
    EXPECT_GT(many, few + 5);
    EXPECT_EQ(with_many, with_few);
    EXPECT_LE(with_few, 6);  // the result's own vectors
  }
}

TEST(Allocation, AreCounted) {
  const std::int64_t before = test::allocations();
  ::operator delete(::operator new(8));
  EXPECT_EQ(test::allocations(), before + 1);
}

}  // namespace
}  // namespace fitd::lm
