// The linearisation that the Levenberg-Marquardt loop asks for, from sums over the rows.
#ifndef FITD_SOLVER_CURVE_LINEARIZE_SUMS_H_
#define FITD_SOLVER_CURVE_LINEARIZE_SUMS_H_

#include <span>
#include <vector>

#include "solver/lm/interrupt.h"
#include "solver/lm/problem.h"
#include "solver/lm/qr_factorization.h"

namespace fitd::curve {

// Scratch for n parameters.
struct LinearizeWorkspace {
  void resize(int n);

  std::vector<double> matrix;     // n x n
  std::vector<double> rhs;        // n
  std::vector<double> remaining;  // n
  lm::QrWorkspace qr;
};

// From the row products of (J, r), a packed upper triangle of n + 1 columns, by Cholesky
// factorisation with pivoting in the order of a column-pivoted QR. J'J is scaled to a unit
// diagonal; its pivots are then the squared sines of the angles between a column and the span of
// those before it. False, and `out` is unspecified, where one is not above `smallest_pivot`: the
// products hold too few digits of it. Also where a column is zero, not finite, or of a size at
// which squares under- or overflow. R's diagonal is positive.
bool linearize_products(std::span<const double> products, double smallest_pivot,
                        LinearizeWorkspace& workspace, const lm::Linearization& out);

// What became of linearize_triangle.
struct TriangleOutcome {
  lm::EvaluationStatus status = lm::EvaluationStatus::kOk;
  // With kOk: the smallest pivot that linearize_products would have met.
  double smallest_pivot = 0;
  // With kNonFinite: the first column whose norm is not finite.
  int bad_column = 0;
};

// From the triangle T of (J, r), (n + 1) x (n + 1), column-major: a Householder QR with pivoting of
// its first n columns.
TriangleOutcome linearize_triangle(std::span<const double> triangle, LinearizeWorkspace& workspace,
                                   const lm::Linearization& out, const lm::Interrupt& interrupt);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_LINEARIZE_SUMS_H_
