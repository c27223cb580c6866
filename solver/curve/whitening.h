// Correlated errors: what turns residuals of a known covariance into those of unit covariance.
#ifndef FITD_SOLVER_CURVE_WHITENING_H_
#define FITD_SOLVER_CURVE_WHITENING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "solver/lm/interrupt.h"

namespace fitd::curve {

// A pivot of a Cholesky factorisation that is not positive: the matrix is no covariance.
struct BadPivot {
  std::int64_t row = 0;
  double value = 0;
};

// What became of factor_covariance.
struct Factored {
  bool interrupted = false;
  std::optional<BadPivot> bad = std::nullopt;
};

// C = U'U by Cholesky's method. `matrix`: m x m, row-major; of C the lower triangle is read. U
// takes the place of the upper one, the lower is scratch then. Unfinished with an interruption or a
// bad pivot. No sum is re-associated or contracted: the bits are the same on every processor.
Factored factor_covariance(std::span<double> matrix, std::size_t m, const lm::Interrupt& interrupt);

// The columns b of `columns` become U'^-1 b, whose covariance is the unit matrix where b's is C.
// `factor`: U as above; `columns`: column-major, each of m = sqrt(factor.size()) entries. False
// where `interrupt` said to end. The same bits everywhere, however many columns are taken at a
// time.
bool whiten(std::span<const double> factor, std::span<double> columns,
            const lm::Interrupt& interrupt);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_WHITENING_H_
