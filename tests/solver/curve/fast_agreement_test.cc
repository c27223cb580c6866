// Fast arithmetic beside the reference: NIST's sets, the runs of leastsq/cases.json, and monomials,
// whose normal matrix holds no digit.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "solver/models/catalogue.h"
#include "tests/solver/lm/leastsq_case.h"
#include "tests/support/json.h"
#include "tests/support/nist.h"

namespace fitd::curve {
namespace {

using test::Json;
using test::NistSet;

CurveOutcome fit_in(Arithmetic arithmetic, CurveFit fit) {
  fit.arithmetic = arithmetic;
  return fit_curve(fit, {}, {});
}

double largest(const std::vector<double>& v) {
  double result = 0;
  for (const double entry : v) result = std::max(result, std::fabs(entry));
  return result;
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return INFINITY;
  double result = 0;
  for (std::size_t k = 0; k < a.size(); ++k) result = std::max(result, std::fabs(a[k] - b[k]));
  return result;
}

const models::Catalogue& catalogue() {
  static const models::Catalogue kCatalogue;
  return kCatalogue;
}

CurveFit nist_fit(const NistSet& set, int start) {
  CurveFit fit;
  fit.model = catalogue().find(set.model);
  for (const std::vector<double>& x : set.x) fit.data.predictors.emplace_back(x);
  fit.data.y = set.y;
  fit.start = set.starts[start];
  fit.fixed.assign(fit.start.size(), false);
  fit.options.maxfev = lm::default_maxfev_analytic(static_cast<int>(fit.start.size()));
  return fit;
}

TEST(FastAgreement, NistIsCertifiedTightly) {
  int to_4_digits = 0;
  int to_6_digits = 0;
  for (const NistSet& set : test::nist_sets()) {
    for (int start = 0; start < 2; ++start) {
      CurveFit fit = nist_fit(set, start);
      fit.options.ftol = fit.options.xtol = 1e-15;
      fit.options.maxfev = 10'000;
      const CurveOutcome outcome = fit_in(Arithmetic::kFast, fit);
      const double digits = test::agreeing_digits(outcome.parameters, set.certified);
      to_4_digits += digits >= 4;
      to_6_digits += digits >= 6;
      if (digits < 6 || set.name == "Lanczos1") continue;  // whose variance is rounding
      EXPECT_GE(test::agreeing_digits(outcome.standard_errors, set.certified_sd), 5) << set.name;
    }
  }
  EXPECT_GE(to_4_digits, 53);
  EXPECT_GE(to_6_digits, 53);
}

// By default tolerances the reference's own minimum, wherever that is.
TEST(FastAgreement, NistByDefaultsEndsWhereTheReferenceDoes) {
  int same_counts = 0;
  for (const NistSet& set : test::nist_sets()) {
    for (int start = 0; start < 2; ++start) {
      SCOPED_TRACE(set.name + " start " + std::to_string(start + 1));
      const CurveFit fit = nist_fit(set, start);
      const CurveOutcome fast = fit_in(Arithmetic::kFast, fit);
      const CurveOutcome reference = fit_in(Arithmetic::kReference, fit);
      EXPECT_EQ(lm::converged(fast.lm.termination), lm::converged(reference.lm.termination));
      // Lanczos1's residuals, 1e-13, are rounding.
      const double tolerance = set.name == "Lanczos1" ? 1e-2 : 1e-8;
      EXPECT_NEAR(fast.lm.residual_norm, reference.lm.residual_norm,
                  tolerance * reference.lm.residual_norm);
      same_counts += fast.lm.nfev == reference.lm.nfev && fast.lm.njev == reference.lm.njev;
    }
  }
  EXPECT_GE(same_counts, 50);  // exp and sums that round otherwise decide the longest paths
}

// A model by its values and gradient from leastsq/cases.json.
class CaseModel final : public models::Model {
 public:
  explicit CaseModel(const Json& c) : Model(info_of(c)), f_(test::leastsq_function(c["model"])) {}

  void values(models::Predictors x, std::size_t first, std::span<const double> p,
              std::span<double> f) const override {
    for (std::size_t i = 0; i < f.size(); ++i)
      f_.value(p.data(), point(x, first + i).data(), &f[i]);
  }
  void derivatives(models::Predictors x, std::size_t first, std::span<const double> p,
                   std::span<double> f, std::span<double> df) const override {
    values(x, first, p, f);
    for (std::size_t i = 0; i < f.size(); ++i) {
      f_.gradient(p.data(), point(x, first + i).data(), &df[i * p.size()]);
    }
  }
  bool can_guess() const override { return false; }
  std::vector<double> guess(models::Predictors, std::span<const double>) const override {
    return {};
  }

 private:
  static models::ModelInfo info_of(const Json& c) {
    models::ModelInfo info;
    for (const Json& name : c["model"]["predictors"]) info.predictors.push_back({name, ""});
    for (const Json& name : c["model"]["params"]) {
      info.parameters.push_back({name, "", models::Role::kShape});
    }
    return info;
  }
  static std::vector<double> point(models::Predictors x, std::size_t i) {
    std::vector<double> at;
    for (const auto& column : x) at.push_back(column[i]);
    return at;
  }

  test::LeastsqFunction f_;
};

// A case as a fit, with the data it looks at.
struct CaseFit {
  explicit CaseFit(const Json& c) : model(c), call(test::leastsq_call(c)) {
    for (const Json& name : c["model"]["predictors"]) {
      x.push_back(test::numbers(c["data"][name.get<std::string>()]));
    }
    y = test::numbers(c["data"]["y"]);
    if (!c["data"]["sigma"].is_null()) sigma = test::numbers(c["data"]["sigma"]);
    fit.model = &model;
    for (const std::vector<double>& column : x) fit.data.predictors.emplace_back(column);
    fit.data.y = y;
    fit.data.sigma = sigma;
    fit.start = test::numbers(c["x0"]);
    fit.fixed.assign(fit.start.size(), false);
    fit.options = call.options;
  }

  CaseModel model;
  test::LeastsqCall call;
  std::vector<std::vector<double>> x;
  std::vector<double> y;
  std::vector<double> sigma;
  CurveFit fit;
};

// Curves with exact derivatives and valid options.
bool is_curve(const Json& c) {
  return !c["data"].is_null() && !c["dfun"].is_null() && !test::has_tag(c, "ier0") &&
         !test::has_tag(c, "raises");
}

// Problems that are linear, or as good as, and solved to the last bit by their first step: which
// code ends them is decided by rounding alone, in 2e-16 of a norm or by a residual that is 0.
bool is_decided_by_rounding(const Json& c) {
  const std::string id = c["id"];
  return id == "cubic-dfun" || id == "opt-zero-tol-constant" || id == "singular-sum-dfun" ||
         id == "zeros-y-gaussian";
}

void expect_same_end(const Json& c, const CurveOutcome& fast) {
  const Json& expected = c["result"];
  const auto nfev = expected["nfev"].get<std::int64_t>();
  EXPECT_LE(std::abs(fast.lm.nfev - nfev), 1);
  if (is_decided_by_rounding(c)) {
    EXPECT_TRUE(lm::converged(fast.lm.termination));
  } else {
    EXPECT_EQ(static_cast<int>(fast.lm.termination), expected["ier"].get<int>());
  }
}

TEST(FastAgreement, LeastsqCases) {
  const Json cases = test::read_json("leastsq/cases.json");
  int compared = 0;
  int stable = 0;
  for (const Json& c : cases["cases"]) {
    if (!is_curve(c) || test::has_tag(c, "nan")) continue;
    SCOPED_TRACE(c["id"].get<std::string>());
    const CaseFit fit(c);
    const CurveOutcome fast = fit_in(Arithmetic::kFast, fit.fit);
    const Json& worst = c["stability"]["worst"];
    ++compared;
    if (c["stability"]["counts_same_everywhere"]) {
      ++stable;
      expect_same_end(c, fast);
    }
    const std::vector<double> x = test::numbers(c["result"]["x"]);
    if (c["id"] != "singular-sum-dfun") {  // where only a + b is determined
      EXPECT_LE(largest_difference(fast.lm.x, x),
                largest(x) * std::max(1e-9, 10 * test::number(worst["x"])));
    }
    const double norm = std::sqrt(test::number(c["result"]["rss"]));
    EXPECT_NEAR(fast.lm.residual_norm, norm,
                1e-15 + norm * std::max(1e-9, 10 * test::number(worst["rss"])));
  }
  EXPECT_GE(compared, 60);
  EXPECT_GE(stable, 50);
}

TEST(FastAgreement, NonFiniteStartsAreNamedAlike) {
  const Json cases = test::read_json("leastsq/cases.json");
  int compared = 0;
  for (const Json& c : cases["cases"]) {
    if (!is_curve(c) || !test::has_tag(c, "nan")) continue;
    SCOPED_TRACE(c["id"].get<std::string>());
    const CaseFit fit(c);
    const CurveOutcome fast = fit_in(Arithmetic::kFast, fit.fit);
    const CurveOutcome reference = fit_in(Arithmetic::kReference, fit.fit);
    EXPECT_EQ(fast.lm.termination, reference.lm.termination);
    ASSERT_EQ(fast.lm.fault.has_value(), reference.lm.fault.has_value());
    if (!fast.lm.fault) continue;
    ++compared;
    EXPECT_EQ(fast.lm.fault->row, reference.lm.fault->row);
    EXPECT_EQ(fast.lm.fault->column, reference.lm.fault->column);
  }
  EXPECT_GE(compared, 3);
}

// y = sum of p_j x^j.
class Monomials final : public models::Model {
 public:
  explicit Monomials(std::size_t n) : Model(info_of(n)) {}

  void values(models::Predictors x, std::size_t first, std::span<const double> p,
              std::span<double> f) const override {
    for (std::size_t i = 0; i < f.size(); ++i) {
      f[i] = 0;
      for (std::size_t j = p.size(); j-- > 0;) f[i] = f[i] * x[0][first + i] + p[j];
    }
  }
  void derivatives(models::Predictors x, std::size_t first, std::span<const double> p,
                   std::span<double> f, std::span<double> df) const override {
    values(x, first, p, f);
    for (std::size_t i = 0; i < f.size(); ++i) {
      double power = 1;
      for (std::size_t j = 0; j < p.size(); ++j, power *= x[0][first + i]) {
        df[i * p.size() + j] = power;
      }
    }
  }
  bool can_guess() const override { return false; }
  std::vector<double> guess(models::Predictors, std::span<const double>) const override {
    return {};
  }

 private:
  static models::ModelInfo info_of(std::size_t n) {
    models::ModelInfo info;
    info.predictors = {{"x", ""}};
    for (std::size_t j = 0; j < n; ++j) {
      info.parameters.push_back({"p" + std::to_string(j), "", models::Role::kShape});
    }
    return info;
  }
};

// Digits of the worst parameter, the exact ones being all 1.
double digits_of_ones(const std::vector<double>& p) {
  return test::agreeing_digits(p, std::vector<double>(p.size(), 1.0));
}

std::pair<double, double> digits_of_monomials(std::size_t n, double tolerance) {
  const Monomials model(n);
  std::vector<double> x(200);
  std::vector<double> y(200);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = 1 + static_cast<double>(i) / 199;
  const std::vector<std::span<const double>> at = {x};
  model.values(at, 0, std::vector<double>(n, 1.0), y);
  CurveFit fit;
  fit.model = &model;
  fit.data = {.predictors = at, .y = y, .sigma = {}};
  fit.start.assign(n, 0.5);
  fit.fixed.assign(n, false);
  fit.options.ftol = fit.options.xtol = tolerance;
  fit.options.maxfev = 1000;
  return {digits_of_ones(fit_in(Arithmetic::kFast, fit).parameters),
          digits_of_ones(fit_in(Arithmetic::kReference, fit).parameters)};
}

TEST(FastAgreement, MonomialsKeepTheirDigits) {
  for (std::size_t n = 4; n <= 9; ++n) {
    for (const double tolerance : {1.49012e-8, 1e-15}) {
      const auto [fast, reference] = digits_of_monomials(n, tolerance);
      std::printf("n %zu, tolerance %.0e: %.1f digits, reference %.1f\n", n, tolerance, fast,
                  reference);
      // Both are rounding: equal means within the half digit by which rounding wanders.
      EXPECT_GE(fast, reference - (tolerance < 1e-10 ? 0.7 : 2)) << n << ' ' << tolerance;
    }
  }
}

}  // namespace
}  // namespace fitd::curve
