#include "solver/curve/fit_batch.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>

#include "solver/curve/batch_data.h"
#include "solver/curve/fit_curve.h"

namespace fitd::curve {
namespace {

using lm::Termination;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Row `index` of `packed`, whose rows are `length` long.
template <class T>
std::span<T> row_of(std::vector<T>& packed, std::int64_t index, std::size_t length) {
  return std::span(packed).subspan(static_cast<std::size_t>(index) * length, length);
}

void copy_or_none(const std::optional<Matrix>& matrix, std::span<double> to) {
  if (matrix) {
    std::copy(matrix->begin(), matrix->end(), to.begin());
  } else {
    std::fill(to.begin(), to.end(), kNone);
  }
}

// The fits of a range, one after the other by fit_curve.
class Loop {
 public:
  Loop(const BatchFit& batch, BatchOutcome& outcome, BatchWorkspace::Memory& memory);

  void run(std::int64_t index, const std::stop_token& stop);

 private:
  void store(std::int64_t index, const CurveOutcome& result);
  void store_arrays(std::int64_t index, const CurveOutcome& result);
  void store_impossible(std::int64_t index, const BatchFault& fault);

  const BatchFit& batch_;
  BatchOutcome& outcome_;
  BatchWorkspace::Memory& memory_;
  std::size_t width_;  // P
  std::size_t n_;
  CurveFit fit_;
};

}  // namespace

struct BatchWorkspace::Memory {
  std::vector<double> y;  // float data, widened
};

BatchWorkspace::BatchWorkspace() : memory_(std::make_unique<Memory>()) {}
BatchWorkspace::~BatchWorkspace() = default;
BatchWorkspace::BatchWorkspace(BatchWorkspace&&) noexcept = default;
BatchWorkspace& BatchWorkspace::operator=(BatchWorkspace&&) noexcept = default;

void BatchOutcome::resize(const BatchFit& fit) {
  const auto count = static_cast<std::size_t>(fit.count);
  const std::size_t width = fit.fixed.size();
  const auto n = static_cast<std::size_t>(std::count(fit.fixed.begin(), fit.fixed.end(), false));
  termination.assign(count, Termination::kStopped);
  parameters.resize(count * width);
  standard_errors.resize(count * width);
  chi_square.resize(count);
  nfev.resize(count);
  njev.resize(count);
  faults.resize(count);
  fvec.resize(fit.wanted.fvec ? count * static_cast<std::size_t>(fit.m) : 0);
  cov_x.resize(fit.wanted.cov_x ? count * n * n : 0);
  covariance.resize(fit.wanted.covariance ? count * n * n : 0);
}

namespace {

Loop::Loop(const BatchFit& batch, BatchOutcome& outcome, BatchWorkspace::Memory& memory)
    : batch_(batch),
      outcome_(outcome),
      memory_(memory),
      width_(batch.fixed.size()),
      n_(static_cast<std::size_t>(std::count(batch.fixed.begin(), batch.fixed.end(), false))) {
  memory_.y.resize(static_cast<std::size_t>(batch.m));
  fit_.model = batch.model;
  fit_.data.predictors.resize(batch.predictors.size());
  fit_.start.resize(width_);
  fit_.fixed = batch.fixed;
  fit_.absolute_sigma = batch.absolute_sigma;
  fit_.options = batch.options;
  fit_.wanted = {.fvec = batch.wanted.fvec, .fjac = false, .best_fit = false};
}

void Loop::run(std::int64_t index, const std::stop_token& stop) {
  fit_.data.y = y_of(batch_, index, memory_.y);
  BatchFault fault = fault_in_data(batch_, index, fit_.data.y);
  if (fault.source != BatchFault::Source::kNone) return store_impossible(index, fault);
  fault = starting_values(batch_, index, fit_.data.y, fit_.start);
  if (fault.source != BatchFault::Source::kNone) return store_impossible(index, fault);
  for (std::size_t k = 0; k < batch_.predictors.size(); ++k) {
    fit_.data.predictors[k] = curve::row_of(batch_.predictors[k], index, batch_.m);
  }
  fit_.data.sigma = curve::row_of(batch_.sigma, index, batch_.m);
  store(index, fit_curve(fit_, stop, {}));
}

void Loop::store(std::int64_t index, const CurveOutcome& result) {
  const auto i = static_cast<std::size_t>(index);
  outcome_.termination[i] = result.lm.termination;
  outcome_.chi_square[i] = result.statistics ? result.statistics->chi_square : kNone;
  outcome_.nfev[i] = result.lm.nfev;
  outcome_.njev[i] = result.lm.njev;
  outcome_.faults[i] = {};
  if (const auto& fault = result.lm.fault) {
    const bool in_residual = fault->column < 0;
    outcome_.faults[i] = {
        .source = in_residual ? BatchFault::Source::kResidual : BatchFault::Source::kJacobian,
        .column = in_residual ? 0 : result.free[static_cast<std::size_t>(fault->column)],
        .row = fault->row,
        .value = fault->value};
  }
  std::copy(result.parameters.begin(), result.parameters.end(),
            row_of(outcome_.parameters, index, width_).begin());
  store_arrays(index, result);
}

void Loop::store_arrays(std::int64_t index, const CurveOutcome& result) {
  const auto errors = row_of(outcome_.standard_errors, index, width_);
  std::fill(errors.begin(), errors.end(), kNone);
  for (std::size_t k = 0; k < result.standard_errors.size(); ++k) {
    errors[static_cast<std::size_t>(result.free[k])] = result.standard_errors[k];
  }
  if (batch_.wanted.fvec) {
    std::copy(result.fvec.begin(), result.fvec.end(),
              row_of(outcome_.fvec, index, result.fvec.size()).begin());
  }
  if (batch_.wanted.cov_x) copy_or_none(result.cov_x, row_of(outcome_.cov_x, index, n_ * n_));
  if (batch_.wanted.covariance) {
    copy_or_none(result.covariance, row_of(outcome_.covariance, index, n_ * n_));
  }
}

void Loop::store_impossible(std::int64_t index, const BatchFault& fault) {
  const auto i = static_cast<std::size_t>(index);
  outcome_.termination[i] = Termination::kNonFinite;
  outcome_.chi_square[i] = kNone;
  outcome_.nfev[i] = outcome_.njev[i] = 0;
  outcome_.faults[i] = fault;
  const auto fill = [&](std::vector<double>& packed, std::size_t length) {
    if (packed.empty()) return;
    const auto row = row_of(packed, index, length);
    std::fill(row.begin(), row.end(), kNone);
  };
  fill(outcome_.parameters, width_);
  fill(outcome_.standard_errors, width_);
  fill(outcome_.fvec, static_cast<std::size_t>(batch_.m));
  fill(outcome_.cov_x, n_ * n_);
  fill(outcome_.covariance, n_ * n_);
}

}  // namespace

void fit_batch(const BatchFit& fit, std::int64_t first, std::int64_t last,
               const std::stop_token& stop, BatchOutcome& outcome, BatchWorkspace& workspace,
               const BatchObserver& finished) {
  assert(0 <= first && first <= last && last <= fit.count);
  assert(std::ssize(fit.fixed) == fit.model->num_parameters());
  assert(std::ssize(fit.guessed) == fit.model->num_parameters());
  Loop loop(fit, outcome, workspace.memory());
  for (std::int64_t index = first; index < last; ++index) {
    outcome.termination[static_cast<std::size_t>(index)] = Termination::kStopped;
    if (stop.stop_requested()) continue;
    loop.run(index, stop);
    const bool stopped =
        outcome.termination[static_cast<std::size_t>(index)] == Termination::kStopped;
    if (finished && !stopped) finished(index);
  }
}

}  // namespace fitd::curve
