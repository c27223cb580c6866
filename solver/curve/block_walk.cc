#include "solver/curve/block_walk.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "solver/curve/weigh_rows.h"
#include "solver/curve/whitening.h"

namespace fitd::curve {
namespace {

std::vector<int> free_parameters(const std::vector<bool>& fixed) {
  std::vector<int> free;
  for (std::size_t j = 0; j < fixed.size(); ++j) {
    if (!fixed[j]) free.push_back(static_cast<int>(j));
  }
  return free;
}

// Columns of a block lie that far apart: not a power of two, or they would share cache sets.
constexpr std::size_t stride_of(std::size_t block_rows) { return block_rows + kRowMultiple; }

constexpr std::size_t padded(std::size_t rows) {
  return (rows + kRowMultiple - 1) / kRowMultiple * kRowMultiple;
}

}  // namespace

// One walk, as its threads see it.
struct BlockWalk::Walk {
  BlockVisitor& visitor;
  const lm::Interrupt& interrupt;
  std::atomic<bool> interrupted = false;
};

// Puts the rows of a walk into memory.
struct BlockWalk::RawRows final : BlockVisitor {
  explicit RawRows(BlockWalk& owner) : walk(owner) {}

  void visit(Slot& slot, const RowRange& range) override {
    const Block block = walk.raw_rows(slot, range);
    for (std::size_t k = 0; k < block.columns; ++k) {
      std::copy_n(block.column(k), range.rows,
                  &walk.whitened_[k * walk.num_points() + range.first]);
    }
  }

  BlockWalk& walk;
};

BlockWalk::BlockWalk(const models::Model& model, const CurveData& data,
                     std::span<const double> start, const std::vector<bool>& fixed,
                     Executor* executor, std::shared_ptr<const expression::BlockFunction> compiled)
    : data_(data),
      loss_(data.loss),
      free_(free_parameters(fixed)),
      function_(compiled != nullptr ? std::move(compiled)
                                    : expression::compile_block_function(model, free_)),
      parameters_(start.begin(), start.end()),
      block_rows_(block_rows_of(free_.size() + 1)),
      chunks_(data.y.size(), free_.size() + 1),
      executor_(executor) {
  assert(std::ssize(start) == model.num_parameters() && fixed.size() == start.size());
  assert(std::ssize(data.predictors) == model.num_predictors());
  const std::size_t width =
      executor == nullptr ? 1 : std::clamp<std::size_t>(executor->width(), 1, chunks_.count);
  if (width == 1) executor_ = nullptr;
  for (std::size_t k = 0; k < width; ++k) {
    Slot& slot = slots_.emplace_back();
    slot.scratch = AlignedDoubles(function_->scratch_doubles());
    slot.entries = AlignedDoubles(columns() * stride_of(block_rows_));
    slot.dots.resize(columns());
    if (!has_own_roots()) continue;
    slot.factors.resize(block_rows_);
    slot.roots.resize(padded(block_rows_));
  }
}

std::span<const double> BlockWalk::all_parameters(std::span<const double> x) {
  for (std::size_t k = 0; k < free_.size(); ++k) {
    parameters_[static_cast<std::size_t>(free_[k])] = x[k];
  }
  return parameters_;
}

void BlockWalk::walk_chunk(Walk& walk, Slot& slot, std::size_t chunk) {
  if (slot.walk != num_walks_) {
    function_->begin(parameters_, slot.scratch.data());
    slot.walk = num_walks_;
  }
  const std::size_t begin = chunk * chunks_.rows;
  const std::size_t end = std::min(begin + chunks_.rows, num_points());
  walk.visitor.begin_chunk(slot, chunk);
  for (std::size_t first = begin; first < end; first += block_rows_) {
    if (walk.interrupted) return;
    if (walk.interrupt.poll() != lm::Interruption::kNone) {
      walk.interrupted = true;
      return;
    }
    walk.visitor.visit(slot, {chunk, first, std::min(block_rows_, end - first)});
  }
  walk.visitor.end_chunk(slot, chunk);
}

lm::EvaluationStatus BlockWalk::walk(std::span<const double> x, BlockVisitor& visitor,
                                     const lm::Interrupt& interrupt) {
  all_parameters(x);
  ++num_walks_;
  if (!data_.whitening.empty()) {
    const lm::EvaluationStatus status = whiten_rows(interrupt);
    if (status != lm::EvaluationStatus::kOk) return status;
  }
  return visit_chunks(visitor, interrupt);
}

lm::EvaluationStatus BlockWalk::whiten_rows(const lm::Interrupt& interrupt) {
  whitened_.resize(num_points() * columns());
  RawRows rows(*this);
  const lm::EvaluationStatus status = visit_chunks(rows, interrupt);
  if (status != lm::EvaluationStatus::kOk) return status;
  return whiten(data_.whitening, whitened_, interrupt) ? status
                                                       : lm::EvaluationStatus::kInterrupted;
}

lm::EvaluationStatus BlockWalk::visit_chunks(BlockVisitor& visitor,
                                             const lm::Interrupt& interrupt) {
  Walk walk = {visitor, interrupt};
  if (executor_ == nullptr) {
    for (std::size_t k = 0; k < chunks_.count; ++k) walk_chunk(walk, slots_.front(), k);
  } else {
    executor_->run(chunks_.count, [this, &walk](std::size_t slot, std::size_t chunk) {
      walk_chunk(walk, slots_[slot], chunk);
    });
  }
  return walk.interrupted ? lm::EvaluationStatus::kInterrupted : lm::EvaluationStatus::kOk;
}

Block BlockWalk::raw_rows(Slot& slot, const RowRange& range) const {
  const Block block = {.entries = slot.entries.data(),
                       .stride = stride_of(block_rows_),
                       .rows = padded(range.rows),
                       .columns = columns()};
  double* r = block.column(num_free());
  function_->derivatives(data_.predictors, range.first, range.rows, r, block.entries, block.stride,
                         slot.scratch.data());
  weigh(block, range);
  return block;
}

Block BlockWalk::linearize(Slot& slot, const RowRange& range) const {
  const Block block = data_.whitening.empty() ? raw_rows(slot, range) : whitened_rows(slot, range);
  apply_loss(slot, block, range);
  for (std::size_t k = 0; k < block.columns && block.rows != range.rows; ++k) {
    std::fill(block.column(k) + range.rows, block.column(k) + block.rows, 0.0);
  }
  return block;
}

Block BlockWalk::whitened_rows(Slot& slot, const RowRange& range) const {
  const Block block = {.entries = slot.entries.data(),
                       .stride = stride_of(block_rows_),
                       .rows = padded(range.rows),
                       .columns = columns()};
  for (std::size_t k = 0; k < block.columns; ++k) {
    std::copy_n(&whitened_[k * num_points() + range.first], range.rows, block.column(k));
  }
  return block;
}

std::span<double> BlockWalk::residuals(Slot& slot, const RowRange& range) const {
  const std::span<double> r(slot.entries.data() + num_free() * stride_of(block_rows_), range.rows);
  if (data_.whitening.empty()) {
    values(slot, range, r);
    weigh({.entries = r.data(), .stride = 0, .rows = range.rows, .columns = 1}, range);
  } else {
    std::copy_n(&whitened_[num_free() * num_points() + range.first], range.rows, r.data());
  }
  if (has_own_roots()) CurveLoss(loss_, data_.y).roots(r, range.first, r);
  return r;
}

void BlockWalk::apply_loss(Slot& slot, const Block& block, const RowRange& range) const {
  if (!has_own_roots()) return;
  const CurveLoss loss(loss_, data_.y);
  const std::span<double> r(block.column(num_free()), range.rows);
  loss.roots(r, range.first, slot.roots);
  std::fill(slot.roots.begin() + static_cast<std::ptrdiff_t>(range.rows), slot.roots.end(), 0.0);
  loss.linear_rows(r, range.first, slot.factors, r);
  for (std::size_t k = 0; k < num_free(); ++k) {
    double* column = block.column(k);
    for (std::size_t i = 0; i < range.rows; ++i) column[i] *= slot.factors[i];
  }
}

void BlockWalk::weigh(const Block& block, const RowRange& range) const {
  if (is_poisson(loss_)) return;
  weigh_rows(block, data_.y.subspan(range.first, range.rows),
             data_.sigma.empty() ? data_.sigma : data_.sigma.subspan(range.first, range.rows));
}

void BlockWalk::values(Slot& slot, const RowRange& range, std::span<double> f) const {
  function_->values(data_.predictors, range.first, f.size(), f.data(), slot.scratch.data());
}

}  // namespace fitd::curve
