// QR factorisation by Householder reflections with column pivoting.
#ifndef FITD_SOLVER_LM_QR_FACTORIZATION_H_
#define FITD_SOLVER_LM_QR_FACTORIZATION_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "solver/lm/interrupt.h"

namespace fitd::lm {

// What a factorisation of n columns is made with; sized once, used again.
struct QrWorkspace {
  struct Column {
    double* entries;
    double running_norm;    // of what is left below R's finished rows, downdated
    double reference_norm;  // that norm when it was last summed anew
  };

  void resize(int n) { columns.resize(static_cast<std::size_t>(n) + 1); }

  std::vector<Column> columns;  // n, and the right-hand side
};

// J P = Q R for J = `a`: m x n, column-major, m >= n >= 1, finite. On return
//   a              holds R in its upper triangle, |R_kk| nonincreasing but for rounding, each R_kk
//   of
//                  the opposite sign to its pivot's head, and below it the Householder vectors,
//                  their first entries lost;
//   rhs            (m entries) holds Q' rhs;
//   permutation    (n entries): column k of J P is column permutation[k] of J.
// `norms`: the norms of J's columns, n finite entries (column_norms).
// False when `poll` said to end; everything is unspecified then.
//
// The bits are MINPACK's qrfac followed by lmder's Q'f: sums run over rows in order, the running
// norm of a column is downdated and summed anew once cancellation may have eaten half its digits,
// and the first of equal norms is the pivot. Only independent columns are worked on side by side.
bool qr_factorization(std::span<double> a, std::int64_t m, std::span<const double> norms,
                      std::span<double> rhs, std::span<int> permutation, QrWorkspace& workspace,
                      PacedPoll& poll);

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_QR_FACTORIZATION_H_
