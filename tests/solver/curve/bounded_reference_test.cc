// Bounded problems against lmfit's sine transform and SciPy's least_squares(method="trf"): fitd
// must reach a chi-square as low as the lower of the two. tests/data/bounded/make_reference.py made
// the file.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "solver/lm/dense_problem.h"
#include "solver/lm/minimize_within.h"
#include "solver/models/catalogue.h"
#include "tests/solver/lm/mgh_function.h"
#include "tests/support/json.h"

namespace fitd::curve {
namespace {

using test::Json;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// What the comparison allows; for sums of squares that are 0 but for rounding, of the data's own.
constexpr double kTolerance = 1e-6;

std::vector<double> bounds(const Json& list, double none) {
  std::vector<double> result;
  for (const Json& bound : list) result.push_back(bound.is_null() ? none : test::number(bound));
  return result;
}

lm::Box box_of(const Json& problem) {
  return {bounds(problem["lower"], -kInfinity), bounds(problem["upper"], kInfinity)};
}

double lowest(const Json& problem) {
  double chi_square = kInfinity;
  for (const char* solver : {"lmfit", "trf"}) {
    const Json& theirs = problem[solver]["chi_square"];
    if (!theirs.is_null()) chi_square = std::min(chi_square, test::number(theirs));
  }
  return chi_square;
}

struct Solved {
  bool converged;
  double chi_square;
  std::vector<double> x;
  std::int64_t nfev;
};

Solved solve_model(const models::Catalogue& catalogue, const Json& problem, Arithmetic arithmetic,
                   lm::JacobianMethod jacobian) {
  const std::vector<double> x = test::numbers(problem["x"]);
  const std::vector<double> y = test::numbers(problem["y"]);
  CurveFit fit;
  fit.model = catalogue.find(problem["model"].get<std::string>());

  fit.data = {.predictors = {x}, .y = y, .sigma = {}};
  fit.start = test::numbers(problem["start"]);
  fit.fixed.assign(fit.start.size(), false);
  fit.bounds = box_of(problem);
  fit.arithmetic = arithmetic;
  fit.jacobian = jacobian;
  fit.options.maxfev = 2000;
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  const double norm = outcome.lm.residual_norm;
  return {lm::converged(outcome.lm.termination), norm * norm, outcome.parameters, outcome.lm.nfev};
}

Solved solve_mgh(const Json& problem, lm::JacobianMethod jacobian) {
  const std::vector<double> start = test::numbers(problem["start"]);
  const auto n = static_cast<int>(start.size());
  test::MghFunction function(problem["mgh"], problem["m"], n);
  const lm::Box box = box_of(problem);
  lm::DenseProblem dense(function, jacobian, 0, box);
  lm::Workspace workspace;
  lm::Options options;
  options.maxfev = 5000;
  const lm::LmResult result = lm::minimize_within(box, dense, start, options, workspace, {}, {});
  return {lm::converged(result.termination), result.residual_norm * result.residual_norm, result.x,
          result.nfev};
}

void check(const Json& problem, const Solved& solved, const char* how) {
  const std::string name = problem["name"];
  const double theirs = lowest(problem);
  std::printf("%-40s %-10s %5d evaluations  %.10g  lmfit and TRF %.10g\n", name.c_str(), how,
              static_cast<int>(solved.nfev), solved.chi_square, theirs);
  EXPECT_TRUE(solved.converged) << name << ", " << how;
  EXPECT_LE(solved.chi_square, theirs * (1 + kTolerance)) << name << ", " << how;
  EXPECT_TRUE(box_of(problem).contains(solved.x)) << name << ", " << how;
}

TEST(BoundedReference, ChiSquareIsAsLowAsTheirs) {
  const Json file = test::read_json("bounded/problems.json");
  const models::Catalogue catalogue;
  int models = 0;
  int functions = 0;
  for (const Json& problem : file["problems"]) {
    using lm::JacobianMethod;
    if (problem.contains("model")) {
      ++models;
      check(problem,
            solve_model(catalogue, problem, Arithmetic::kReference, JacobianMethod::kAnalytic),
            "reference");
      check(problem, solve_model(catalogue, problem, Arithmetic::kFast, JacobianMethod::kAnalytic),
            "fast");
      check(problem,
            solve_model(catalogue, problem, Arithmetic::kReference,
                        JacobianMethod::kForwardDifference),
            "forward");
    } else {
      ++functions;
      check(problem, solve_mgh(problem, JacobianMethod::kAnalytic), "analytic");
      if (!problem["by_differences"]) continue;  // the script says why
      check(problem, solve_mgh(problem, JacobianMethod::kForwardDifference), "forward");
    }
  }
  EXPECT_GE(models, 30);
  EXPECT_GE(functions, 15);
}

}  // namespace
}  // namespace fitd::curve
