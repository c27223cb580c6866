// What a pass over the data at one point leaves: sums, from which norm and linearisation follow.
#ifndef FITD_SOLVER_CURVE_POINT_SUMS_H_
#define FITD_SOLVER_CURVE_POINT_SUMS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "solver/curve/block_walk.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/problem.h"

namespace fitd::curve {

// How the rows (J, r) are summed.
enum class Fold {
  kProducts,  // their products: fast; half the digits of what is nearly dependent
  kTriangle,  // the triangle of their QR factorisation
};

// The sums at a point; n parameters.
struct PointSums {
  explicit PointSums(std::size_t n) : x(n), sums((n + 1) * (n + 1)) {}

  std::vector<double> x;
  Fold fold = Fold::kProducts;
  // A packed upper triangle of products, or T, (n + 1) x (n + 1), column-major.
  std::vector<double> sums;
  // r'r, of the roots of a loss that has some of its own; the same bits for either fold.
  double squares = 0;
};

// Makes the sums of a pass: block by block within a chunk, then pairs of chunks.
class PointSummer final : public BlockVisitor {
 public:
  explicit PointSummer(BlockWalk& walk);

  // Fills `out`, whose x is set.
  lm::EvaluationStatus sum(Fold fold, PointSums& out, const lm::Interrupt& interrupt);

  // The largest n whose products are summed; beyond, their partial sums leave the cache.
  static constexpr std::size_t kMaxProducts = 64;

 private:
  void begin_chunk(Slot& slot, std::size_t chunk) override;
  void visit(Slot& slot, const RowRange& range) override;
  void end_chunk(Slot& slot, std::size_t chunk) override;

  std::span<double> sums_of(std::size_t chunk);
  // Whether r'r is not the last of the products.
  bool sums_squares_apart() const;
  void drain_slot(Slot& slot, std::size_t chunk);
  void merge(std::size_t into, std::size_t from);
  void fold_triangle(std::span<const double> from, std::span<double> into);

  BlockWalk& walk_;
  std::size_t columns_;
  Fold fold_ = Fold::kProducts;
  std::vector<double> sums_;     // of each chunk
  std::vector<double> squares_;  // of each chunk
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_POINT_SUMS_H_
