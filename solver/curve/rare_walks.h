// Walks over the data that a fit in fast arithmetic makes at most a few times: where squares under-
// or overflow, where something is not finite, and for the large arrays of a result.
#ifndef FITD_SOLVER_CURVE_RARE_WALKS_H_
#define FITD_SOLVER_CURVE_RARE_WALKS_H_

#include <span>
#include <vector>

#include "solver/curve/block_walk.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/problem.h"
#include "solver/lm/result.h"

namespace fitd::curve {

// ||r(x)|| by lm::NormSum: nothing overflows or vanishes that need not.
lm::ResidualNorm careful_norm(BlockWalk& walk, std::span<const double> x,
                              const lm::Interrupt& interrupt);

// The first entry that is not finite, else the largest, of a column of J at x, or of r (column -1).
lm::Fault worst_entry(BlockWalk& walk, std::span<const double> x, int column,
                      const lm::Interrupt& interrupt);

// r(x): m values. Unspecified where `interrupt` said to end, as the two below.
std::vector<double> residuals_at(BlockWalk& walk, std::span<const double> x,
                                 const lm::Interrupt& interrupt);

// The same into the first m entries of `r`.
void copy_residuals(BlockWalk& walk, std::span<const double> x, const lm::Interrupt& interrupt,
                    std::span<double> r);

// The model at x, unweighted: m values.
std::vector<double> values_at(BlockWalk& walk, std::span<const double> x,
                              const lm::Interrupt& interrupt);

// The same into the first m entries of `f`.
void copy_values(BlockWalk& walk, std::span<const double> x, const lm::Interrupt& interrupt,
                 std::span<double> f);

// J(x), m rows from columns[k] on for each free parameter k, and r(x) into the first m of `r`.
void copy_jacobian(BlockWalk& walk, std::span<const double> x, const lm::Interrupt& interrupt,
                   std::span<double* const> columns, std::span<double> r);

// Factors `jacobian`, rows of `r` x n, in place, as factored_jacobian_at() does; destroys `r`.
void factor_jacobian(std::span<double> jacobian, std::span<double> r, lm::LmResult& result,
                     const lm::Interrupt& interrupt);

// MINPACK's fjac at x, m x n, column-major: R in its upper triangle, Householder vectors below. R,
// permutation and Q'r in `result` become those of this factorisation, with MINPACK's signs. Takes
// 8 m (n + 1) bytes.
std::vector<double> factored_jacobian_at(BlockWalk& walk, std::span<const double> x,
                                         lm::LmResult& result, const lm::Interrupt& interrupt);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_RARE_WALKS_H_
