// working_memory() against what fit_curve really holds: this binary counts bytes.
#include <gtest/gtest.h>

#include <vector>

#include "solver/curve/fit_curve.h"
#include "tests/solver/curve/test_model.h"
#include "tests/support/counting_new.h"

namespace fitd::curve {
namespace {

TEST(WorkingMemory, IsAnUpperBoundAndCloseForManyPoints) {
  const test::PointModel model = test::decay_model();
  for (const std::size_t m : {10u, 1000u, 200'000u}) {
    const test::DecayData data(m);
    for (const bool wanted : {false, true}) {
      CurveFit fit = test::fit_of(model, data.weighted(), {2, 0.5, 0.4});
      fit.wanted = {.fvec = wanted, .fjac = wanted, .best_fit = wanted};
      const std::int64_t before = test::bytes_held();
      test::reset_peak_bytes();
      { const CurveOutcome outcome = fit_curve(fit, {}, {}); }
      const std::int64_t used = test::peak_bytes() - before;
      const std::int64_t promised = working_memory(static_cast<std::int64_t>(m), 3, fit.wanted);
      EXPECT_LE(used, promised) << m;
      if (m > 100'000) {
        EXPECT_GE(used, promised * 8 / 10);
      }
    }
  }
}

}  // namespace
}  // namespace fitd::curve
