// A block of model values and derivatives made into residuals and their Jacobian.
#ifndef FITD_SOLVER_CURVE_WEIGH_ROWS_H_
#define FITD_SOLVER_CURVE_WEIGH_ROWS_H_

#include <cstddef>
#include <span>

#include "solver/curve/row_products.h"

namespace fitd::curve {

// Subtracts `y` from the last column of `block` and divides each row by its `sigma` (empty: all 1).
// y.size() rows; block.rows may be more.
void weigh_rows(const Block& block, std::span<const double> y, std::span<const double> sigma);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_WEIGH_ROWS_H_
