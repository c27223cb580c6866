// A model, data, weights and fixed parameters, walked in blocks that stay in cache, by as many
// threads as are lent.
#ifndef FITD_SOLVER_CURVE_BLOCK_WALK_H_
#define FITD_SOLVER_CURVE_BLOCK_WALK_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "solver/curve/aligned_doubles.h"
#include "solver/curve/curve_data.h"
#include "solver/curve/executor.h"
#include "solver/curve/row_chunks.h"
#include "solver/curve/row_products.h"
#include "solver/expression/block_function.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/problem.h"
#include "solver/models/model.h"

namespace fitd::curve {

// Points first .. first + rows - 1, of one chunk.
struct RowRange {
  std::size_t chunk;
  std::size_t first;
  std::size_t rows;
};

// The memory in which one thread works.
struct Slot {
  AlignedDoubles scratch;       // of the model
  std::uint64_t walk = 0;       // the one whose parameters the scratch has
  AlignedDoubles entries;       // of a block: n + 1 columns
  std::vector<double> factors;  // of its rows, under a loss
  std::vector<double> roots;    // of its rows, padded; see BlockWalk::has_own_roots()
  std::vector<double> partial;  // of row products
  std::vector<double> dots;     // n + 1
  std::vector<double> squares;  // kRowMultiple partial sums of r'r
};

// What is done with the blocks of a walk. Chunks are visited in any order, on several threads, the
// blocks of one in order and on one thread.
class BlockVisitor {
 public:
  virtual ~BlockVisitor() = default;
  virtual void begin_chunk(Slot&, std::size_t /*chunk*/) {}
  virtual void visit(Slot& slot, const RowRange& range) = 0;
  virtual void end_chunk(Slot&, std::size_t /*chunk*/) {}
};

// n free parameters, m points. Not thread-safe.
class BlockWalk {
 public:
  // `start`: all parameters; those with `fixed` keep their value. `executor` may be null: all is
  // done on the calling thread. `compiled`: the model for its free parameters, or null. The model,
  // the data and the executor must outlive it.
  BlockWalk(const models::Model& model, const CurveData& data, std::span<const double> start,
            const std::vector<bool>& fixed, Executor* executor,
            std::shared_ptr<const expression::BlockFunction> compiled = nullptr);

  std::size_t num_points() const { return data_.y.size(); }
  std::size_t num_free() const { return free_.size(); }
  std::size_t columns() const { return free_.size() + 1; }
  const RowChunks& chunks() const { return chunks_; }
  std::size_t block_rows() const { return block_rows_; }
  const std::vector<int>& free() const { return free_; }
  Slot& own_slot() { return slots_.front(); }

  // All parameters, the free ones from x (n entries).
  std::span<const double> all_parameters(std::span<const double> x);

  // Visits every block at x; kInterrupted when `interrupt`, polled for each, said to end.
  // Correlated data, whose rows depend on all points, are walked twice, and take 8 m (n + 1) bytes.
  lm::EvaluationStatus walk(std::span<const double> x, BlockVisitor& visitor,
                            const lm::Interrupt& interrupt);

  // Rows are from now on those of the residuals, without the loss.
  void drop_loss() { loss_ = {}; }

  // Whether what is minimised is the sum of squares of Slot::roots, not of the rows' last column.
  bool has_own_roots() const { return !is_linear(loss_); }

  // For visitors. J, weighted, in the columns before the last, and r = (model - y)/sigma in the
  // last; rows of zeros fill it up to a whole number of vectors. With a loss, its rows.
  Block linearize(Slot& slot, const RowRange& range) const;
  // r alone, range.rows entries; with a loss, its roots.
  std::span<double> residuals(Slot& slot, const RowRange& range) const;
  // The model, unweighted, to `f`: range.rows entries.
  void values(Slot& slot, const RowRange& range, std::span<double> f) const;

 private:
  struct Walk;
  struct RawRows;
  // Visits every block; the parameters are set.
  lm::EvaluationStatus visit_chunks(BlockVisitor& visitor, const lm::Interrupt& interrupt);
  // J and model - y into a block of the slot, neither weighed nor whitened.
  Block raw_rows(Slot& slot, const RowRange& range) const;
  // The same of this walk, whitened.
  Block whitened_rows(Slot& slot, const RowRange& range) const;
  // All of them into whitened_, and whitened.
  lm::EvaluationStatus whiten_rows(const lm::Interrupt& interrupt);
  void walk_chunk(Walk& walk, Slot& slot, std::size_t chunk);
  // Model values and derivatives become residuals and their Jacobian.
  void weigh(const Block& block, const RowRange& range) const;
  // Residuals and their Jacobian become the loss's rows.
  void apply_loss(Slot& slot, const Block& block, const RowRange& range) const;

  CurveData data_;
  Loss loss_;
  std::vector<int> free_;
  std::shared_ptr<const expression::BlockFunction> function_;
  std::vector<double> parameters_;
  std::size_t block_rows_;
  RowChunks chunks_;
  Executor* executor_;
  std::vector<Slot> slots_;
  std::vector<double> whitened_;  // of correlated data: m x (n + 1), column-major, for this walk
  std::uint64_t num_walks_ = 0;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_BLOCK_WALK_H_
