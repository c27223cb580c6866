// NIST's reference sets through fit_curve, with the catalogue's models.
#include "tests/support/nist.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "solver/models/catalogue.h"
#include "tests/support/json.h"

namespace fitd::curve {
namespace {

using test::Json;
using test::NistSet;

const models::Catalogue& catalogue() {
  static const models::Catalogue kCatalogue;
  return kCatalogue;
}

const std::vector<NistSet>& sets() {
  static const std::vector<NistSet> kSets = test::nist_sets();
  return kSets;
}

CurveFit fit_of(const NistSet& set, int start) {
  CurveFit fit;
  fit.model = catalogue().find(set.model);
  if (fit.model == nullptr) throw std::runtime_error("no model " + set.model);
  for (const std::vector<double>& x : set.x) fit.data.predictors.emplace_back(x);
  fit.data.y = set.y;
  fit.arithmetic = Arithmetic::kReference;
  fit.start = set.starts[start];
  fit.fixed.assign(fit.start.size(), false);
  return fit;
}

// Exact derivatives, to the last digit there is: with gtol 0 the fit ends when no step helps.
CurveOutcome fit_tightly(const NistSet& set, int start) {
  CurveFit fit = fit_of(set, start);
  fit.options.ftol = fit.options.xtol = 1e-15;
  fit.options.maxfev = 10'000;
  return fit_curve(fit, {}, {});
}

CurveOutcome fit_by_leastsq_defaults(const NistSet& set, int start) {
  CurveFit fit = fit_of(set, start);
  fit.jacobian = lm::JacobianMethod::kForwardDifference;
  fit.options.maxfev = lm::default_maxfev_forward_difference(static_cast<int>(fit.start.size()));
  return fit_curve(fit, {}, {});
}

TEST(Nist, CertifiedParametersAreFound) {
  int to_4_digits = 0;
  int to_6_digits = 0;
  std::printf("%-10s %-7s start digits sd-digits   nfev   njev  end\n", "set", "level");
  for (const NistSet& set : sets()) {
    for (int start = 0; start < 2; ++start) {
      const CurveOutcome outcome = fit_tightly(set, start);
      const double digits = test::agreeing_digits(outcome.parameters, set.certified);
      const double sd_digits = test::agreeing_digits(outcome.standard_errors, set.certified_sd);
      to_4_digits += digits >= 4;
      to_6_digits += digits >= 6;
      std::printf("%-10s %-7s %5d %6.1f %9.1f %6ld %6ld %4d\n", set.name.c_str(), set.level.c_str(),
                  start + 1, digits, sd_digits, static_cast<long>(outcome.lm.nfev),
                  static_cast<long>(outcome.lm.njev), static_cast<int>(outcome.lm.termination));
    }
  }
  std::printf("%d of 54 to 4 digits, %d of 54 to 6\n", to_4_digits, to_6_digits);
  EXPECT_GE(to_4_digits, 53);
  EXPECT_GE(to_6_digits, 50);
}

// Where the parameters are right, so are what follows from them: standard errors by exact
// derivatives at the returned point, the residual sum of squares and its standard deviation.
TEST(Nist, CertifiedStatisticsFollow) {
  int checked = 0;
  for (const NistSet& set : sets()) {
    for (int start = 0; start < 2; ++start) {
      SCOPED_TRACE(set.name);
      const CurveOutcome outcome = fit_tightly(set, start);
      if (test::agreeing_digits(outcome.parameters, set.certified) < 6) continue;
      ++checked;
      ASSERT_TRUE(outcome.statistics);
      ASSERT_TRUE(outcome.statistics->reduced_chi_square);
      if (set.name == "Lanczos1") continue;  // its sum of squares, 1e-25, is rounding in the data
      EXPECT_GE(test::agreeing_digits({outcome.statistics->chi_square}, {set.certified_rss}), 6);
      EXPECT_GE(test::agreeing_digits({std::sqrt(*outcome.statistics->reduced_chi_square)},
                                      {set.certified_residual_sd}),
                6);
      EXPECT_GE(test::agreeing_digits(outcome.standard_errors, set.certified_sd), 5);
    }
  }
  EXPECT_GE(checked, 50);
}

// Whether the reference calls a run's counts the same in every implementation.
bool counts_are_the_same_everywhere(const Json& cases, const std::string& model, int start) {
  const std::string id = "nist-" + model.substr(5) + "-start" + std::to_string(start + 1) + "-fd";
  for (const Json& c : cases["cases"]) {
    if (c["id"] == id) return c["stability"]["counts_same_everywhere"];
  }
  return false;
}

// exp and pow decide the counts of the harder ones, so most are printed and not gated.
TEST(Nist, LeastsqCounts) {
  const Json gold = test::read_json("minpack/gold_counts.json")["nist_lmdif"];
  const Json cases = test::read_json("leastsq/cases.json");
  int gated = 0;
  int same = 0;
  for (const NistSet& set : sets()) {
    for (const Json& run : gold["runs"]) {
      if (run["dataset"] != set.name) continue;
      for (int start = 0; start < 2; ++start) {
        const CurveOutcome outcome = fit_by_leastsq_defaults(set, start);
        const Json& expected = run["start" + std::to_string(start + 1)];
        const auto nfev = expected["nfev"].get<std::int64_t>();
        const int ier = expected["ier"].get<int>();
        const bool gate = counts_are_the_same_everywhere(cases, set.model, start);
        std::printf("%-10s start %d: nfev %5ld (SciPy %5ld) ier %d (%d)%s\n", set.name.c_str(),
                    start + 1, static_cast<long>(outcome.lm.nfev), static_cast<long>(nfev),
                    static_cast<int>(outcome.lm.termination), ier, gate ? " gated" : "");
        same += outcome.lm.nfev == nfev && static_cast<int>(outcome.lm.termination) == ier;
        if (!gate) continue;
        ++gated;
        EXPECT_EQ(outcome.lm.nfev, nfev) << set.name;
        EXPECT_EQ(static_cast<int>(outcome.lm.termination), ier) << set.name;
      }
    }
  }
  std::printf("%d of 54 with SciPy's nfev and ier\n", same);
  EXPECT_GE(gated, 10);
}

}  // namespace
}  // namespace fitd::curve
