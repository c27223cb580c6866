// A fit from many starts, of which the best is kept.
#ifndef FITD_SOLVER_CURVE_MULTI_START_H_
#define FITD_SOLVER_CURVE_MULTI_START_H_

#include <cstdint>
#include <stop_token>
#include <vector>

#include "solver/curve/distinct_minima.h"
#include "solver/curve/executor.h"
#include "solver/curve/fit_curve.h"
#include "solver/curve/starts_progress.h"

namespace fitd::curve {

struct MultiStart {
  int starts = 32;  // in all, the fit's own among them; >= 1
  std::uint64_t seed = 0;
  double spread = 10;  // > 1; see start_range()
};

struct MultiStartOutcome {
  // fit_curve() from `start`; nfev and njev are those of all starts together with it.
  CurveOutcome best;
  // The start that led to it: all parameters of the model.
  std::vector<double> start;
  // All that was found, the lowest first, which is `best`. Empty after kStopped, and where no start
  // was finite.
  std::vector<Minimum> minima;
};

// The starts: the fit's own first, then a Latin hypercube over the ranges of its free parameters.
// A parameter that has none (start_range()) keeps its start.
std::vector<std::vector<double>> draw_starts(const CurveFit& fit, const MultiStart& multi_start);

// Minimises from each start, one thread each, on as many as `executor` (null: none) lends: in the
// fit's arithmetic, or where that is kCertified in fast arithmetic. Then makes the fit anew, as
// asked, from the first start that led to the lowest minimum. Nothing of the outcome depends on the
// threads, unless the time limit ended it: that is for all of it, and when it is over the best
// point so far is what the fit returns. As fit_curve() otherwise.
MultiStartOutcome fit_multi_start(const CurveFit& fit, const MultiStart& multi_start,
                                  const std::stop_token& stop, const StartsObserver& observer,
                                  Executor* executor = nullptr);

// Bytes of working memory that fit_multi_start needs beside the data, as working_memory(). The
// number of starts may be any.
std::int64_t working_memory(const WorkingSet& set, const MultiStart& multi_start);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_MULTI_START_H_
