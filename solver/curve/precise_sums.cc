#include "solver/curve/precise_sums.h"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace fitd::curve {
namespace {

// Multiplications that a product in double-double counts for, in the pace of polling.
constexpr std::size_t kOperations = 16;

void clear(PreciseSums& sums, std::size_t n) {
  sums.normal.assign(n * (n + 1) / 2, Precise());
  sums.gradient.assign(n, Precise());
  sums.squares = 0;
}

void add_row(std::span<const Precise> row, PreciseSums& sums) {
  const std::size_t n = row.size() - 1;
  for (std::size_t j = 0; j < n; ++j) {
    if (row[j].high == 0) continue;
    for (std::size_t i = 0; i <= j; ++i) sums.normal[packed(i, j)] += row[i] * row[j];
    sums.gradient[j] += row[j] * row[n];
  }
  sums.squares += row[n] * row[n];
}

void add(const PreciseSums& part, PreciseSums& sums) {
  for (std::size_t k = 0; k < part.normal.size(); ++k) sums.normal[k] += part.normal[k];
  for (std::size_t k = 0; k < part.gradient.size(); ++k) sums.gradient[k] += part.gradient[k];
  sums.squares += part.squares;
}

}  // namespace

bool PreciseSums::is_finite() const {
  const auto finite = [](const Precise& a) { return double_double::is_finite(a); };
  return finite(squares) && std::ranges::all_of(normal, finite) &&
         std::ranges::all_of(gradient, finite);
}

PreciseChunks::PreciseChunks(std::size_t m, std::size_t n) {
  // Worth handing to a thread, few, and of sums that together take some 16 MiB at most.
  constexpr std::size_t kLeastRows = 256;
  constexpr std::size_t kMostChunks = 64;
  constexpr std::size_t kMostNumbers = 1 << 20;
  const std::size_t most = std::clamp<std::size_t>(kMostNumbers / (n * n + 1), 1, kMostChunks);
  count = std::clamp<std::size_t>(m / kLeastRows, 1, most);
  rows = (m + count - 1) / count;
  count = (m + rows - 1) / rows;
}

PreciseSummer::PreciseSummer(const PreciseRows& rows, Executor* executor)
    : rows_(rows),
      chunks_(rows.num_points(), rows.num_free()),
      executor_(executor),
      parts_(chunks_.count) {
  const std::size_t width =
      executor == nullptr ? 1 : std::clamp<std::size_t>(executor->width(), 1, chunks_.count);
  if (width == 1) executor_ = nullptr;
  slots_.resize(width);
  for (Slot& slot : slots_) {
    slot.scratch.resize(rows.scratch_size());
    slot.row.resize(rows.num_free() + 1);
  }
}

void PreciseSummer::sum_chunk(std::size_t chunk, Slot& slot, const lm::Interrupt& interrupt) {
  const std::size_t n = num_free();
  PreciseSums& part = parts_[chunk];
  clear(part, n);
  lm::PacedPoll poll(interrupt);
  const auto cost = static_cast<std::int64_t>(kOperations * (rows_.scratch_size() * 8 + n * n));
  const std::size_t end = std::min((chunk + 1) * chunks_.rows, rows_.num_points());
  for (std::size_t i = chunk * chunks_.rows; i < end; ++i) {
    if (poll.interrupted_after(cost)) return;
    rows_.row(i, slot.scratch, slot.row);
    add_row(slot.row, part);
  }
}

bool PreciseSummer::sum(std::span<const Precise> x, PreciseSums& out,
                        const lm::Interrupt& interrupt) {
  if (interrupt.poll() != lm::Interruption::kNone) return false;
  for (Slot& slot : slots_) slot.begun = false;
  const auto task = [&](std::size_t slot_index, std::size_t chunk) {
    Slot& slot = slots_[slot_index];
    if (!slot.begun) rows_.begin(x, slot.scratch);
    slot.begun = true;
    sum_chunk(chunk, slot, interrupt);
  };
  if (executor_ != nullptr) {
    executor_->run(chunks_.count, task);
  } else {
    for (std::size_t chunk = 0; chunk < chunks_.count; ++chunk) task(0, chunk);
  }
  if (interrupt.poll() != lm::Interruption::kNone) return false;
  clear(out, num_free());
  for (const PreciseSums& part : parts_) add(part, out);
  return true;
}

}  // namespace fitd::curve
