#include "solver/curve/batch_writer.h"

#include <algorithm>

namespace fitd::curve {
namespace {

void fill_with_none(std::span<double> row) { std::fill(row.begin(), row.end(), kNone); }

// To a row that may be empty because it is not wanted.
void copy_or_none(const std::optional<Matrix>& matrix, std::span<double> row) {
  if (!matrix || row.empty()) return fill_with_none(row);
  std::copy(matrix->begin(), matrix->end(), row.begin());
}

BatchFault fault_of(const lm::Fault& fault, const std::vector<int>& free) {
  const bool in_residual = fault.column < 0;
  return {.source = in_residual ? BatchFault::Source::kResidual : BatchFault::Source::kJacobian,
          .column = in_residual ? 0 : free[static_cast<std::size_t>(fault.column)],
          .row = fault.row,
          .value = fault.value};
}

}  // namespace

BatchWriter::BatchWriter(const BatchFit& batch, BatchOutcome& outcome)
    : batch_(batch),
      outcome_(outcome),
      width_(batch.fixed.size()),
      n_(static_cast<std::size_t>(std::count(batch.fixed.begin(), batch.fixed.end(), false))) {}

void BatchWriter::write(std::int64_t index, const CurveOutcome& result) {
  const auto i = static_cast<std::size_t>(index);
  outcome_.termination[i] = result.lm.termination;
  outcome_.chi_square[i] = result.statistics ? result.statistics->chi_square : kNone;
  outcome_.nfev[i] = result.lm.nfev;
  outcome_.njev[i] = result.lm.njev;
  outcome_.faults[i] = result.lm.fault ? fault_of(*result.lm.fault, result.free) : BatchFault{};
  std::copy(result.parameters.begin(), result.parameters.end(), parameters(index).begin());
  fill_with_none(standard_errors(index));
  for (std::size_t k = 0; k < result.standard_errors.size(); ++k) {
    if (!result.standing.empty() && result.standing[k] != lm::Standing::kFree) continue;
    standard_errors(index)[static_cast<std::size_t>(result.free[k])] = result.standard_errors[k];
  }
  if (batch_.wanted.fvec) std::copy(result.fvec.begin(), result.fvec.end(), fvec(index).begin());
  copy_or_none(result.cov_x, cov_x(index));
  copy_or_none(result.covariance, covariance(index));
}

void BatchWriter::write_impossible(std::int64_t index, const BatchFault& fault) {
  const auto i = static_cast<std::size_t>(index);
  outcome_.termination[i] = lm::Termination::kNonFinite;
  outcome_.chi_square[i] = kNone;
  outcome_.nfev[i] = outcome_.njev[i] = 0;
  outcome_.faults[i] = fault;
  fill_with_none(parameters(index));
  fill_with_none(standard_errors(index));
  fill_with_none(fvec(index));
  fill_with_none(cov_x(index));
  fill_with_none(covariance(index));
}

}  // namespace fitd::curve
