// Reads tests/data/special/*.txt: rows of numbers, lines that begin with # skipped.
#ifndef FITD_TESTS_SOLVER_SPECIAL_GOLDEN_TABLE_H_
#define FITD_TESTS_SOLVER_SPECIAL_GOLDEN_TABLE_H_

#include <string>
#include <vector>

namespace fitd::special {

std::vector<std::vector<double>> golden_table(const std::string& name);

// |actual - expected| over the larger of |expected| and the smallest normal double: 0 where both
// are equal, infinite where actual is NaN.
double relative_error(double actual, double expected);

}  // namespace fitd::special

#endif  // FITD_TESTS_SOLVER_SPECIAL_GOLDEN_TABLE_H_
