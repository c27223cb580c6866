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
  std::vector<double> partial;  // of row products
  std::vector<double> dots;     // n + 1
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
  // done on the calling thread. The model, the data and the executor must outlive it.
  BlockWalk(const models::Model& model, const CurveData& data, std::span<const double> start,
            const std::vector<bool>& fixed, Executor* executor);

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
  lm::EvaluationStatus walk(std::span<const double> x, BlockVisitor& visitor,
                            const lm::Interrupt& interrupt);

  // For visitors. J, weighted, in the columns before the last, and r = (model - y)/sigma in the
  // last; rows of zeros fill it up to a whole number of vectors.
  Block linearize(Slot& slot, const RowRange& range) const;
  // r alone, in the last column: its range.rows entries.
  std::span<double> residuals(Slot& slot, const RowRange& range) const;
  // The model, unweighted, to `f`: range.rows entries.
  void values(Slot& slot, const RowRange& range, std::span<double> f) const;

 private:
  struct Walk;
  void walk_chunk(Walk& walk, Slot& slot, std::size_t chunk);
  // Model values and derivatives become residuals and their Jacobian.
  void weigh(const Block& block, const RowRange& range) const;

  CurveData data_;
  std::vector<int> free_;
  std::unique_ptr<const expression::BlockFunction> function_;
  std::vector<double> parameters_;
  std::size_t block_rows_;
  RowChunks chunks_;
  Executor* executor_;
  std::vector<Slot> slots_;
  std::uint64_t num_walks_ = 0;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_BLOCK_WALK_H_
