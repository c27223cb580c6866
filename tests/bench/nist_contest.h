// NIST's 27 sets from both starts, for every solver: 54 fits, right where the certified values are
// found.
#ifndef FITD_TESTS_BENCH_NIST_CONTEST_H_
#define FITD_TESTS_BENCH_NIST_CONTEST_H_

#include <string>
#include <vector>

#include "solver/models/catalogue.h"
#include "tests/bench/contest.h"
#include "tests/support/nist.h"

namespace fitd::bench {

// ftol = xtol = 1e-15. The peers in C and C++ call the catalogue's formulas point by point, whose
// derivatives come of dual numbers; SciPy, run by `python`, calls them in numpy, differentiated by
// complex steps. All three outlive what is returned.
Contest nist_contest(const std::vector<test::NistSet>& sets, const models::Catalogue& catalogue,
                     const std::string& python);

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_NIST_CONTEST_H_
