#include "solver/curve/point_sums.h"

#include <algorithm>

#include "solver/curve/row_products.h"
#include "solver/curve/row_reflections.h"

namespace fitd::curve {
namespace {

// Blocks after which the partial sums of a vector's lanes are added up: so that no sum is longer
// than about a thousand terms, and rounding does not grow with m.
constexpr std::size_t kBlocksPerDrain = 32;

}  // namespace

PointSummer::PointSummer(BlockWalk& walk)
    : walk_(walk),
      columns_(walk.columns()),
      sums_(walk.chunks().count * columns_ * columns_),
      squares_(walk.chunks().count) {}

std::span<double> PointSummer::sums_of(std::size_t chunk) {
  const std::size_t size = columns_ * columns_;
  return std::span(sums_).subspan(chunk * size, size);
}

lm::EvaluationStatus PointSummer::sum(Fold fold, PointSums& out, const lm::Interrupt& interrupt) {
  fold_ = fold;
  const lm::EvaluationStatus status = walk_.walk(out.x, *this, interrupt);
  if (status != lm::EvaluationStatus::kOk) return status;
  const std::size_t count = walk_.chunks().count;
  for (std::size_t step = 1; step < count; step *= 2) {
    for (std::size_t k = 0; k + step < count; k += 2 * step) merge(k, k + step);
  }
  out.fold = fold;
  out.squares = squares_[0];
  const std::span<const double> total = sums_of(0);
  std::copy(total.begin(), total.end(), out.sums.begin());
  return status;
}

void PointSummer::begin_chunk(Slot& slot, std::size_t chunk) {
  std::ranges::fill(sums_of(chunk), 0.0);
  squares_[chunk] = 0;
  const std::size_t entries = fold_ == Fold::kProducts ? packed_size(columns_) : 0;
  slot.partial.assign(kRowMultiple * entries, 0.0);
  slot.squares.assign(kRowMultiple, 0.0);
}

void PointSummer::visit(Slot& slot, const RowRange& range) {
  const Block block = walk_.linearize(slot, range);
  if (sums_squares_apart()) {
    double* roots = walk_.has_own_roots() ? slot.roots.data() : block.column(columns_ - 1);
    add_row_products({.entries = roots, .stride = block.stride, .rows = block.rows, .columns = 1},
                     slot.squares);
  }
  if (fold_ == Fold::kProducts) {
    add_row_products(block, slot.partial);
  } else {
    fold_rows(block, sums_of(range.chunk), slot.dots);
  }
  const std::size_t in_chunk = range.first % walk_.chunks().rows / walk_.block_rows();
  if ((in_chunk + 1) % kBlocksPerDrain == 0) drain_slot(slot, range.chunk);
}

void PointSummer::end_chunk(Slot& slot, std::size_t chunk) {
  drain_slot(slot, chunk);
  if (!sums_squares_apart()) squares_[chunk] = sums_of(chunk)[packed_size(columns_) - 1];
}

bool PointSummer::sums_squares_apart() const {
  return fold_ == Fold::kTriangle || walk_.has_own_roots();
}

void PointSummer::drain_slot(Slot& slot, std::size_t chunk) {
  if (sums_squares_apart()) drain(slot.squares, std::span(&squares_[chunk], 1));
  if (fold_ == Fold::kProducts) drain(slot.partial, sums_of(chunk).first(packed_size(columns_)));
}

void PointSummer::merge(std::size_t into, std::size_t from) {
  squares_[into] += squares_[from];
  if (fold_ == Fold::kTriangle) return fold_triangle(sums_of(from), sums_of(into));
  const std::span<double> total = sums_of(into);
  const std::span<const double> other = sums_of(from);
  for (std::size_t k = 0; k < packed_size(columns_); ++k) total[k] += other[k];
}

void PointSummer::fold_triangle(std::span<const double> from, std::span<double> into) {
  Slot& slot = walk_.own_slot();
  const std::size_t height = walk_.block_rows();
  for (std::size_t first = 0; first < columns_; first += height) {
    const std::size_t rows = std::min(height, columns_ - first);
    const std::size_t padded = (rows + kRowMultiple - 1) / kRowMultiple * kRowMultiple;
    const Block block = {
        .entries = slot.entries.data(), .stride = height, .rows = padded, .columns = columns_};
    for (std::size_t j = 0; j < columns_; ++j) {
      std::copy_n(&from[j * columns_ + first], rows, block.column(j));
      std::fill(block.column(j) + rows, block.column(j) + padded, 0.0);
    }
    fold_rows(block, into, slot.dots);
  }
}

}  // namespace fitd::curve
