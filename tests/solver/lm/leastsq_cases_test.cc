// The 138 runs of scipy.optimize.leastsq in leastsq/cases.json. They were made with glibc 2.36 and
// SciPy 1.10.1, which is Fortran MINPACK.
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "solver/lm/covariance.h"
#include "solver/lm/messages.h"
#include "tests/solver/lm/leastsq_case.h"
#include "tests/support/json.h"

namespace fitd::test {
namespace {

// The largest difference relative to `scale`; 0 is the same bits.
double largest_difference(const std::vector<double>& ours, const std::vector<double>& theirs,
                          double scale) {
  if (ours.size() != theirs.size()) return INFINITY;
  double worst = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    if (ours[i] == theirs[i]) continue;
    worst = std::max(worst, std::fabs(ours[i] - theirs[i]) / scale);
  }
  return worst;
}

double largest(const std::vector<double>& v) {
  double result = 0;
  for (const double entry : v) result = std::max(result, std::fabs(entry));
  return result;
}

// R of fjac, n rows of m, where `fjac[j][i]` is row i of column j.
std::vector<double> upper_triangle(const Json& fjac) {
  std::vector<double> r;
  for (std::size_t j = 0; j < fjac.size(); ++j) {
    for (std::size_t i = 0; i <= j; ++i) r.push_back(number(fjac[j][i]));
  }
  return r;
}

std::vector<double> upper_triangle(const std::vector<double>& fjac, std::size_t m, std::size_t n) {
  std::vector<double> r;
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i <= j; ++i) r.push_back(fjac[j * m + i]);
  }
  return r;
}

void expect_same_ends(const Json& c, const SolvedCase& run) {
  const Json& expected = c["result"];
  const lm::LmResult& result = run.result;
  EXPECT_EQ(static_cast<int>(result.termination), expected["ier"].get<int>());
  EXPECT_EQ(lm::termination_message(result, run.call.options), expected["mesg"].get<std::string>());
  if (!c["stability"]["counts_same_everywhere"].get<bool>()) return;
  EXPECT_EQ(result.nfev, expected["nfev"].get<std::int64_t>());
  if (!expected["njev"].is_null()) {
    EXPECT_EQ(result.njev, expected["njev"].get<std::int64_t>());
  }
  for (std::size_t k = 0; k < result.permutation.size(); ++k) {
    EXPECT_EQ(result.permutation[k] + 1,
              expected["ipvt"][k].get<int>());  // SciPy 1.10's are 1-based
  }
}

// Whether every implementation without FMA that took the same difference step had the same bits.
bool must_be_identical(const Json& c) {
  if (c["model"]["name"] == "voigt") return false;  // SciPy's Faddeeva function is another one
  const Json& agreement = c["agreement"];
  return agreement["minpack"]["bits"].get<bool>() &&
         agreement["scipy_c_port_same_step"]["bits"].get<bool>();
}

// Ten times the worst difference among the implementations; not under 1e-9, what another Faddeeva
// or libm may do to a difference step.
double tolerance(const Json& c, const char* quantity) {
  if (must_be_identical(c)) return 0;
  return std::max(1e-9, 10 * number(c["stability"]["worst"][quantity]));
}

void expect_same_numbers(const Json& c, const SolvedCase& run) {
  const Json& expected = c["result"];
  const auto m = c["m"].get<std::size_t>();
  const auto n = c["n"].get<std::size_t>();
  const std::vector<double> x = numbers(expected["x"]);
  EXPECT_LE(largest_difference(run.result.x, x, largest(x)), tolerance(c, "x"));

  const double norm = std::sqrt(number(expected["rss"]));
  EXPECT_NEAR(run.result.residual_norm, norm, 1e-15 * norm + 0.5 * tolerance(c, "rss") * norm);

  const std::vector<double> r = upper_triangle(expected["fjac"]);
  EXPECT_LE(largest_difference(upper_triangle(run.fjac, m, n), r, largest(r)), tolerance(c, "r"));
  EXPECT_LE(largest_difference(run.result.qtf, numbers(expected["qtf"]), norm),
            tolerance(c, "qtf"));
  if (must_be_identical(c)) {
    EXPECT_EQ(run.fvec, numbers(expected["fvec"]));
    // All of it: the Householder vectors, and what the damped solve left in the lower triangle.
    for (std::size_t j = 0; j < n; ++j) {
      const auto column = run.fjac.begin() + static_cast<std::ptrdiff_t>(j * m);
      EXPECT_EQ(std::vector<double>(column, column + static_cast<std::ptrdiff_t>(m)),
                numbers(expected["fjac"][j]));
    }
  }
}

// How far the Jacobian's columns are from independent: the largest 1/sin of the angle between one
// and the span of the others.
double column_condition(const std::vector<double>& column_norms, const Json& cov_x) {
  double condition = 1;
  for (std::size_t j = 0; j < column_norms.size(); ++j) {
    condition = std::max(condition, column_norms[j] * std::sqrt(number(cov_x[j][j])));
  }
  return condition;
}

void expect_same_cov_x(const Json& c, const SolvedCase& run) {
  const Json& expected = c["result"]["cov_x"];
  const auto n = c["n"].get<std::size_t>();
  const auto cov_x = lm::converged(run.result.termination)
                         ? lm::inverse_normal_matrix(run.result.r, run.result.permutation)
                         : std::nullopt;
  ASSERT_EQ(cov_x.has_value(), !expected.is_null());
  if (!cov_x) return;
  // From the same R; LAPACK's sums run in another order, and inverting multiplies rounding by the
  // condition (where that passes 1e15, as in rank-deficient cases, no digit is left).
  const double allowed =
      1e-15 * column_condition(run.result.column_norms, expected) + 10 * tolerance(c, "r") + 1e-14;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double scale = std::sqrt(number(expected[i][i])) * std::sqrt(number(expected[j][j]));
      EXPECT_NEAR((*cov_x)[i * n + j], number(expected[i][j]), allowed * scale) << i << ' ' << j;
    }
  }
}

TEST(LeastsqCases, AllAreSorted) {
  int counts[3] = {};
  for (const Json& c : leastsq_cases()) ++counts[static_cast<int>(kind(c))];
  EXPECT_EQ(counts[static_cast<int>(Kind::kCompared)], 122);
  EXPECT_EQ(counts[static_cast<int>(Kind::kRefused)], 9);
  EXPECT_EQ(counts[static_cast<int>(Kind::kNonFinite)], 7);
}

TEST(LeastsqCases, ResultsAreScipys) {
  int identical = 0;
  std::set<int> codes;
  for (const Json& c : leastsq_cases()) {
    if (kind(c) != Kind::kCompared) continue;
    SCOPED_TRACE(c["id"].get<std::string>());
    const SolvedCase run = solve(c);
    expect_same_ends(c, run);
    expect_same_numbers(c, run);
    expect_same_cov_x(c, run);
    identical += must_be_identical(c);
    codes.insert(static_cast<int>(run.result.termination));
  }
  EXPECT_EQ(identical, 120);  // all but the two Voigt cases
  EXPECT_EQ(codes, (std::set<int>{1, 2, 3, 4, 5, 6, 7, 8}));
}

// The eighth, bad-dfun-shape, is a Jacobian of n - 1 columns: our interface cannot say it.
TEST(LeastsqCases, ImproperInputIsRefused) {
  int refused = 0;
  for (const Json& c : leastsq_cases()) {
    if (kind(c) != Kind::kRefused || c["id"] == "bad-dfun-shape") continue;
    SCOPED_TRACE(c["id"].get<std::string>());
    EXPECT_FALSE(lm::preconditions_hold(leastsq_call(c).options, c["m"], c["n"]));
    ++refused;
  }
  EXPECT_EQ(refused, 8);
}

TEST(LeastsqCases, NonFiniteStartsAreNamed) {
  for (const Json& c : leastsq_cases()) {
    if (kind(c) != Kind::kNonFinite) continue;
    SCOPED_TRACE(c["id"].get<std::string>());
    const SolvedCase run = solve(c);
    ASSERT_EQ(run.result.termination, lm::Termination::kNonFinite);
    EXPECT_EQ(run.result.nfev, 1);
    EXPECT_EQ(run.result.njev, 0);
    ASSERT_TRUE(run.result.fault);
    const std::int64_t row = run.result.fault->row;
    EXPECT_EQ(run.result.fault->column, -1);
    for (std::int64_t i = 0; i <= row; ++i) {
      EXPECT_EQ(std::isfinite(run.fvec[static_cast<std::size_t>(i)]), i < row);
    }
  }
}

}  // namespace
}  // namespace fitd::test
