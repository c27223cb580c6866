#include "solver/curve/rare_walks.h"

#include <algorithm>
#include <cmath>

#include "solver/lm/norm.h"
#include "solver/lm/qr_factorization.h"

namespace fitd::curve {
namespace {

// Calls visit(slot, range) for each block.
template <class Visit>
lm::EvaluationStatus for_each_block(BlockWalk& walk, std::span<const double> x,
                                    const lm::Interrupt& interrupt, const Visit& visit) {
  struct Visitor final : BlockVisitor {
    explicit Visitor(const Visit& v) : call(v) {}
    void visit(Slot& slot, const RowRange& range) override { call(slot, range); }
    const Visit& call;
  } visitor(visit);
  return walk.walk(x, visitor, interrupt);
}

// A candidate for the entry to name.
struct Entry {
  std::int64_t row = 0;
  double value = 0;
};

bool is_worse(double a, double than) {
  if (!std::isfinite(than)) return false;
  return !std::isfinite(a) || std::fabs(a) > std::fabs(than);
}

void note_worst(std::span<const double> entries, std::size_t first, Entry& worst) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (is_worse(entries[i], worst.value)) {
      worst = {static_cast<std::int64_t>(first + i), entries[i]};
    }
  }
}

}  // namespace

lm::ResidualNorm careful_norm(BlockWalk& walk, std::span<const double> x,
                              const lm::Interrupt& interrupt) {
  const auto m = static_cast<std::int64_t>(walk.num_points());
  std::vector<lm::NormSum> sums(walk.chunks().count, lm::NormSum(m));
  const auto status = for_each_block(walk, x, interrupt, [&](Slot& slot, const RowRange& range) {
    for (const double r : walk.residuals(slot, range)) sums[range.chunk].add(r);
  });
  lm::NormSum total(std::ssize(sums));
  for (const lm::NormSum& sum : sums) total.add(sum.norm());
  return {.status = status, .norm = total.norm()};
}

lm::Fault worst_entry(BlockWalk& walk, std::span<const double> x, int column,
                      const lm::Interrupt& interrupt) {
  std::vector<Entry> worst(walk.chunks().count);
  for (std::size_t k = 0; k < worst.size(); ++k) {
    worst[k].row = static_cast<std::int64_t>(k * walk.chunks().rows);
  }
  for_each_block(walk, x, interrupt, [&](Slot& slot, const RowRange& range) {
    const double* entries =
        column < 0 ? walk.residuals(slot, range).data()
                   : walk.linearize(slot, range).column(static_cast<std::size_t>(column));
    note_worst({entries, range.rows}, range.first, worst[range.chunk]);
  });
  Entry first = worst.front();
  for (const Entry& entry : worst) {
    if (is_worse(entry.value, first.value)) first = entry;
  }
  return {.row = first.row, .column = column, .value = first.value};
}

void copy_residuals(BlockWalk& walk, std::span<const double> x, const lm::Interrupt& interrupt,
                    std::span<double> r) {
  for_each_block(walk, x, interrupt, [&](Slot& slot, const RowRange& range) {
    std::ranges::copy(walk.residuals(slot, range), &r[range.first]);
  });
}

std::vector<double> residuals_at(BlockWalk& walk, std::span<const double> x,
                                 const lm::Interrupt& interrupt) {
  std::vector<double> r(walk.num_points());
  copy_residuals(walk, x, interrupt, r);
  return r;
}

void copy_values(BlockWalk& walk, std::span<const double> x, const lm::Interrupt& interrupt,
                 std::span<double> f) {
  for_each_block(walk, x, interrupt, [&](Slot& slot, const RowRange& range) {
    walk.values(slot, range, f.subspan(range.first, range.rows));
  });
}

std::vector<double> values_at(BlockWalk& walk, std::span<const double> x,
                              const lm::Interrupt& interrupt) {
  std::vector<double> f(walk.num_points());
  copy_values(walk, x, interrupt, f);
  return f;
}

void copy_jacobian(BlockWalk& walk, std::span<const double> x, const lm::Interrupt& interrupt,
                   std::span<double* const> columns, std::span<double> r) {
  for_each_block(walk, x, interrupt, [&](Slot& slot, const RowRange& range) {
    const Block block = walk.linearize(slot, range);
    for (std::size_t j = 0; j < columns.size(); ++j) {
      std::copy_n(block.column(j), range.rows, columns[j] + range.first);
    }
    std::copy_n(block.column(columns.size()), range.rows, &r[range.first]);
  });
}

void factor_jacobian(std::span<double> jacobian, std::span<double> r, lm::LmResult& result,
                     const lm::Interrupt& interrupt) {
  const std::size_t m = r.size();
  const std::size_t n = jacobian.size() / m;
  const auto rows = static_cast<std::int64_t>(m);
  lm::column_norms(jacobian, rows, result.column_norms);
  lm::QrWorkspace workspace;
  workspace.resize(static_cast<int>(n));
  lm::PacedPoll poll(interrupt);
  lm::qr_factorization(jacobian, rows, result.column_norms, r, result.permutation, workspace, poll);
  for (std::size_t j = 0; j < n; ++j) {
    std::fill_n(&result.r[j * n], n, 0.0);
    std::copy_n(&jacobian[j * m], j + 1, &result.r[j * n]);
    result.qtf[j] = r[j];
  }
  result.damped = false;
}

std::vector<double> factored_jacobian_at(BlockWalk& walk, std::span<const double> x,
                                         lm::LmResult& result, const lm::Interrupt& interrupt) {
  const std::size_t m = walk.num_points();
  std::vector<double> jacobian(m * walk.num_free());
  std::vector<double> r(m);
  std::vector<double*> columns;
  for (std::size_t j = 0; j < walk.num_free(); ++j) columns.push_back(&jacobian[j * m]);
  copy_jacobian(walk, x, interrupt, columns, r);
  factor_jacobian(jacobian, r, result, interrupt);
  return jacobian;
}

}  // namespace fitd::curve
