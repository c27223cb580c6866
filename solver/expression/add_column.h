// Sums of columns, by vector instructions.
#ifndef FITD_SOLVER_EXPRESSION_ADD_COLUMN_H_
#define FITD_SOLVER_EXPRESSION_ADD_COLUMN_H_

#include <cstddef>

namespace fitd::expression {

// to[i] = factor * from[i], i < rows; `to` may be `from`.
void set_column(const double* from, double factor, std::size_t rows, double* to);

// to[i] += factor * from[i].
void add_column(const double* from, double factor, std::size_t rows, double* to);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_ADD_COLUMN_H_
