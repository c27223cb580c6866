// working_memory() against what fit_curve really holds: this binary counts bytes.
#include <gtest/gtest.h>

#include <vector>

#include "solver/curve/fit_curve.h"
#include "solver/models/catalogue.h"
#include "tests/solver/curve/test_model.h"
#include "tests/support/counting_new.h"

namespace fitd::curve {
namespace {

struct Set {
  std::size_t m;
  Arithmetic arithmetic;
  bool wanted;
};

std::vector<Set> all_sets() {
  std::vector<Set> sets;
  for (const std::size_t m : {10u, 1000u, 200'000u}) {
    for (const Arithmetic arithmetic : {Arithmetic::kFast, Arithmetic::kReference}) {
      for (const bool wanted : {false, true}) sets.push_back({m, arithmetic, wanted});
    }
  }
  return sets;
}

TEST(WorkingMemory, IsAnUpperBoundAndCloseForManyPoints) {
  const test::PointModel model = test::decay_model();
  for (const auto& [m, arithmetic, wanted] : all_sets()) {
    const test::DecayData data(m);
    CurveFit fit = test::fit_of(model, data.weighted(), {2, 0.5, 0.4});
    fit.arithmetic = arithmetic;
    fit.wanted = {.fvec = wanted, .fjac = wanted, .best_fit = wanted};
    const std::int64_t before = test::bytes_held();
    test::reset_peak_bytes();
    { const CurveOutcome outcome = fit_curve(fit, {}, {}); }
    const std::int64_t used = test::peak_bytes() - before;
    const std::int64_t promised = working_memory({.m = static_cast<std::int64_t>(m),
                                                  .n = 3,
                                                  .wanted = fit.wanted,
                                                  .arithmetic = arithmetic});
    EXPECT_LE(used, promised) << m;
    if (m > 100'000 && (wanted || arithmetic == Arithmetic::kReference)) {
      EXPECT_GE(used, promised * 8 / 10);
    }
    if (arithmetic == Arithmetic::kFast && !wanted) {
      EXPECT_LT(used, 1 << 20) << m;
    }
  }
}

// Certified arithmetic asks for a model with a formula.
TEST(WorkingMemory, OfCertifiedArithmetic) {
  const models::Catalogue catalogue;
  for (const std::size_t m : {10u, 1000u, 100'000u}) {
    for (const bool wanted : {false, true}) {
      const test::DecayData data(m);
      const models::Model& model = *catalogue.find("exp_offset");
      CurveFit fit = test::fit_of(model, data.weighted(), {2, 1, 0.4});
      fit.arithmetic = Arithmetic::kCertified;
      fit.wanted = {.fvec = wanted, .fjac = wanted, .best_fit = wanted};
      const std::int64_t before = test::bytes_held();
      test::reset_peak_bytes();
      { const CurveOutcome outcome = fit_curve(fit, {}, {}); }
      const std::int64_t used = test::peak_bytes() - before;
      EXPECT_LE(used, working_memory({.m = static_cast<std::int64_t>(m),
                                      .n = 3,
                                      .wanted = fit.wanted,
                                      .arithmetic = fit.arithmetic}))
          << m;
      if (!wanted) {
        EXPECT_LT(used, 1 << 20) << m;
      }
    }
  }
}

TEST(WorkingMemory, IsAnUpperBoundUnderALossAndOfCorrelatedData) {
  const test::PointModel model = test::decay_model();
  for (const auto& [m, arithmetic, wanted] : all_sets()) {
    const test::DecayData data(m);
    std::vector<double> factor(m <= 1000 ? m * m : 0);
    for (std::size_t i = 0; i * m < factor.size(); ++i) factor[i * m + i] = 0.1;
    for (const LossKind kind : {LossKind::kLinear, LossKind::kHuber, LossKind::kPoisson}) {
      CurveFit fit = test::fit_of(model, data.unweighted(), {2, 0.5, 0.4});
      fit.data.loss = {.kind = kind};
      if (kind != LossKind::kPoisson) fit.data.whitening = factor;
      fit.arithmetic = arithmetic;
      fit.wanted = {.fvec = wanted, .fjac = wanted, .best_fit = wanted};
      const std::int64_t before = test::bytes_held();
      test::reset_peak_bytes();
      { const CurveOutcome outcome = fit_curve(fit, {}, {}); }
      EXPECT_LE(test::peak_bytes() - before,
                working_memory({.m = static_cast<std::int64_t>(m),
                                .n = 3,
                                .wanted = fit.wanted,
                                .arithmetic = arithmetic,
                                .loss = kind != LossKind::kLinear,
                                .correlated = !fit.data.whitening.empty()}))
          << m << " " << static_cast<int>(kind) << " " << static_cast<int>(arithmetic);
    }
  }
}

}  // namespace
}  // namespace fitd::curve
