// The triangle of a QR factorisation of a tall matrix, made block of rows by block of rows.
#ifndef FITD_SOLVER_LM_TRIANGLE_ACCUMULATOR_H_
#define FITD_SOLVER_LM_TRIANGLE_ACCUMULATOR_H_

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace fitd::lm {

// Holds an upper triangle T, n x n, with T'T = the sum of B'B over the blocks B folded in: as
// accurate as a QR factorisation of the whole, in O(n^2) memory. The bits depend on how the rows
// were cut into blocks, and on nothing else. Not thread-safe.
class TriangleAccumulator {
 public:
  explicit TriangleAccumulator(int n) : n_(static_cast<std::size_t>(n)), triangle_(n_ * n_, 0.0) {}

  // Folds in `block`: any number of rows x n, column-major, which is destroyed.
  void fold(std::span<double> block);

  // T: n x n, column-major, zeros below the diagonal.
  const std::vector<double>& triangle() const { return triangle_; }
  std::vector<double> take_triangle() { return std::move(triangle_); }

 private:
  std::size_t n_;
  std::vector<double> triangle_;
};

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_TRIANGLE_ACCUMULATOR_H_
