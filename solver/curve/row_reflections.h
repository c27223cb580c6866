// The triangle of a QR factorisation, made block of rows by block of rows, by vector instructions.
#ifndef FITD_SOLVER_CURVE_ROW_REFLECTIONS_H_
#define FITD_SOLVER_CURVE_ROW_REFLECTIONS_H_

#include <span>

#include "solver/curve/row_products.h"

namespace fitd::curve {

// Folds `block`, which is destroyed, into the upper triangle T (columns x columns, column-major,
// zeros below): T'T grows by B'B, by Householder reflections, as accurately as a QR factorisation
// of all rows together. `dots`: scratch of block.columns entries.
//
// Where the plain sum of squares of a column leaves the range in which it is safe, that column's
// reflection is made as lm::TriangleAccumulator makes it: nothing overflows that need not.
void fold_rows(const Block& block, std::span<double> triangle, std::span<double> dots);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_ROW_REFLECTIONS_H_
