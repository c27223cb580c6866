#include "solver/curve/global_walk.h"

#include <algorithm>
#include <cmath>

#include "solver/curve/free_bounds.h"
#include "solver/curve/global_places.h"
#include "solver/curve/rare_walks.h"
#include "solver/curve/row_products.h"
#include "solver/curve/row_reflections.h"
#include "solver/lm/norm.h"

namespace fitd::curve {
namespace {

// Rows of a triangle that are folded at a time.
constexpr std::size_t kRows = 64;

// Points of all small sets together from which it is worth to wake other threads.
constexpr std::size_t kWorthThreads = 16384;

}  // namespace

struct GlobalWalk::Part {
  Part(const GlobalFit& fit, const GlobalSet& set, std::span<const int> free, std::size_t first_row,
       Executor* executor)
      : first(first_row),
        columns(free_columns(set, free)),
        walk(*set.model, set.data, own_starts(set, fit.settings), own_fixed(set, fit.settings),
             executor),
        summer(walk),
        sums(walk.num_free()) {}

  std::size_t first;         // of its points
  std::vector<int> columns;  // of its free parameters, among those of the fit
  BlockWalk walk;
  PointSummer summer;
  PointSums sums;
  lm::EvaluationStatus status = lm::EvaluationStatus::kOk;
};

GlobalWalk::GlobalWalk(const GlobalFit& fit, Executor* executor)
    : free_(free_places(fit.settings.fixed)),
      parameters_(fit.settings.start),
      executor_(executor),
      block_((free_.size() + 1) * (kRows + kRowMultiple)),
      dots_(free_.size() + 1) {
  for (const GlobalSet& set : fit.sets) {
    parts_.push_back(std::make_unique<Part>(fit, set, free_, num_points_, executor));
    num_points_ += set.data.y.size();
    Part* const part = parts_.back().get();
    (part->walk.chunks().count == 1 ? small_ : large_).push_back(part);
  }
}

GlobalWalk::~GlobalWalk() = default;

bool GlobalWalk::sums_products() const {
  return std::ranges::all_of(
      parts_, [](const auto& part) { return part->walk.num_free() <= PointSummer::kMaxProducts; });
}

std::vector<double> GlobalWalk::all_parameters(std::span<const double> x) const {
  std::vector<double> all = parameters_;
  for (std::size_t k = 0; k < free_.size(); ++k) all[static_cast<std::size_t>(free_[k])] = x[k];
  return all;
}

std::span<const double> GlobalWalk::own(Part& part, std::span<const double> x) {
  for (std::size_t k = 0; k < part.columns.size(); ++k) {
    part.sums.x[k] = x[static_cast<std::size_t>(part.columns[k])];
  }
  return part.sums.x;
}

void GlobalWalk::sum_parts(Fold fold, std::span<const double> x, const lm::Interrupt& interrupt) {
  const auto sum_part = [&](Part& part) {
    own(part, x);
    part.status = part.summer.sum(fold, part.sums, interrupt);
  };
  for (Part* const part : large_) sum_part(*part);
  std::size_t points = 0;
  for (const Part* const part : small_) points += part->walk.num_points();
  if (executor_ != nullptr && points >= kWorthThreads) {
    executor_->run(small_.size(), [&](std::size_t, std::size_t k) { sum_part(*small_[k]); });
  } else {
    for (Part* const part : small_) sum_part(*part);
  }
}

lm::EvaluationStatus GlobalWalk::sum(Fold fold, PointSums& out, const lm::Interrupt& interrupt) {
  sum_parts(fold, out.x, interrupt);
  std::ranges::fill(out.sums, 0.0);
  out.fold = fold;
  out.squares = 0;
  for (const auto& part : parts_) {
    if (part->status != lm::EvaluationStatus::kOk) return part->status;
    out.squares += part->sums.squares;
    if (fold == Fold::kProducts) {
      add_products(*part, out);
    } else {
      fold_triangle(*part, out);
    }
  }
  return lm::EvaluationStatus::kOk;
}

void GlobalWalk::add_products(const Part& part, PointSums& out) {
  // The residuals' column is the last of either.
  const std::size_t last = part.columns.size();
  const auto place = [&](std::size_t k) {
    return k == last ? free_.size() : static_cast<std::size_t>(part.columns[k]);
  };
  for (std::size_t j = 0; j <= last; ++j) {
    for (std::size_t i = 0; i <= j; ++i) {
      const std::size_t low = std::min(place(i), place(j));
      const std::size_t high = std::max(place(i), place(j));
      out.sums[packed_index(low, high)] += part.sums.sums[packed_index(i, j)];
    }
  }
}

void GlobalWalk::fold_triangle(const Part& part, PointSums& out) {
  const std::size_t columns = free_.size() + 1;
  const std::size_t height = part.columns.size() + 1;
  for (std::size_t first = 0; first < height; first += kRows) {
    const std::size_t rows = std::min(kRows, height - first);
    const std::size_t padded = (rows + kRowMultiple - 1) / kRowMultiple * kRowMultiple;
    const Block block = {.entries = block_.data(),
                         .stride = kRows + kRowMultiple,
                         .rows = padded,
                         .columns = columns};
    for (std::size_t j = 0; j < columns; ++j) std::fill_n(block.column(j), padded, 0.0);
    for (std::size_t k = 0; k < height; ++k) {
      const std::size_t j =
          k + 1 == height ? columns - 1 : static_cast<std::size_t>(part.columns[k]);
      std::copy_n(&part.sums.sums[k * height + first], rows, block.column(j));
    }
    fold_rows(block, out.sums, dots_);
  }
}

lm::ResidualNorm GlobalWalk::careful_norm(std::span<const double> x,
                                          const lm::Interrupt& interrupt) {
  lm::NormSum total(std::ssize(parts_));
  for (const auto& part : parts_) {
    const lm::ResidualNorm norm = curve::careful_norm(part->walk, own(*part, x), interrupt);
    if (norm.status != lm::EvaluationStatus::kOk) return norm;
    total.add(norm.norm);
  }
  return {.norm = total.norm()};
}

std::vector<double> GlobalWalk::set_norms(std::span<const double> x,
                                          const lm::Interrupt& interrupt) {
  std::vector<double> norms;
  for (const auto& part : parts_) {
    norms.push_back(curve::careful_norm(part->walk, own(*part, x), interrupt).norm);
  }
  return norms;
}

lm::Fault GlobalWalk::worst_entry(std::span<const double> x, int column,
                                  const lm::Interrupt& interrupt) {
  lm::Fault worst = {.row = 0, .column = column, .value = 0};
  for (const auto& part : parts_) {
    int own_column = -1;
    if (column >= 0) {
      const auto found = std::ranges::find(part->columns, column);
      if (found == part->columns.end()) continue;
      own_column = static_cast<int>(found - part->columns.begin());
    }
    const lm::Fault fault = curve::worst_entry(part->walk, own(*part, x), own_column, interrupt);
    const bool worse =
        !std::isfinite(fault.value) || std::fabs(fault.value) > std::fabs(worst.value);
    if (worse) worst = {static_cast<std::int64_t>(part->first) + fault.row, column, fault.value};
    if (!std::isfinite(fault.value)) return worst;
  }
  return worst;
}

std::vector<double> GlobalWalk::residuals_at(std::span<const double> x,
                                             const lm::Interrupt& interrupt) {
  std::vector<double> r(num_points_);
  for (const auto& part : parts_) {
    copy_residuals(part->walk, own(*part, x), interrupt, std::span(r).subspan(part->first));
  }
  return r;
}

std::vector<double> GlobalWalk::values_at(std::span<const double> x,
                                          const lm::Interrupt& interrupt) {
  std::vector<double> f(num_points_);
  for (const auto& part : parts_) {
    copy_values(part->walk, own(*part, x), interrupt, std::span(f).subspan(part->first));
  }
  return f;
}

std::vector<double> GlobalWalk::factored_jacobian_at(std::span<const double> x,
                                                     lm::LmResult& result,
                                                     const lm::Interrupt& interrupt) {
  std::vector<double> jacobian(num_points_ * num_free());
  std::vector<double> r(num_points_);
  for (const auto& part : parts_) {
    std::vector<double*> columns;
    for (const int column : part->columns) {
      columns.push_back(&jacobian[static_cast<std::size_t>(column) * num_points_ + part->first]);
    }
    copy_jacobian(part->walk, own(*part, x), interrupt, columns, std::span(r).subspan(part->first));
  }
  factor_jacobian(jacobian, r, result, interrupt);
  return jacobian;
}

}  // namespace fitd::curve
