// Stirling's series for the logarithm of the gamma function (NIST DLMF 5.11.1).
#ifndef FITD_SOLVER_DOUBLE_DOUBLE_STIRLING_H_
#define FITD_SOLVER_DOUBLE_DOUBLE_STIRLING_H_

#include <array>

#include "solver/double_double/double_double.h"

namespace fitd::double_double {

// B_2k/(2k (2k - 1)), k = 1..13: at a = 40 the next term is 1e-37.
const std::array<DoubleDouble, 13>& stirling();

}  // namespace fitd::double_double

#endif  // FITD_SOLVER_DOUBLE_DOUBLE_STIRLING_H_
