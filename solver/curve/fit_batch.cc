#include "solver/curve/fit_batch.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "solver/curve/batch_lanes.h"
#include "solver/curve/batch_loop.h"
#include "solver/curve/batch_writer.h"

namespace fitd::curve {

// What outlives a call: the fits that lanes set aside.
struct BatchWorkspace::Memory {
  std::vector<std::int64_t> rest;
};

BatchWorkspace::BatchWorkspace() : memory_(std::make_unique<Memory>()) {}
BatchWorkspace::~BatchWorkspace() = default;
BatchWorkspace::BatchWorkspace(BatchWorkspace&&) noexcept = default;
BatchWorkspace& BatchWorkspace::operator=(BatchWorkspace&&) noexcept = default;

void BatchOutcome::resize(const BatchFit& fit) {
  const auto count = static_cast<std::size_t>(fit.count);
  const std::size_t width = fit.fixed.size();
  const auto n = static_cast<std::size_t>(std::count(fit.fixed.begin(), fit.fixed.end(), false));
  termination.assign(count, lm::Termination::kStopped);
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

void fit_batch(const BatchFit& fit, std::int64_t first, std::int64_t last,
               const std::stop_token& stop, BatchOutcome& outcome, BatchWorkspace& workspace,
               const BatchObserver& finished) {
  assert(0 <= first && first <= last && last <= fit.count);
  assert(std::ssize(fit.fixed) == fit.model->num_parameters());
  assert(std::ssize(fit.guessed) == fit.model->num_parameters());
  std::fill(outcome.termination.begin() + first, outcome.termination.begin() + last,
            lm::Termination::kStopped);
  BatchWriter writer(fit, outcome);
  std::vector<std::int64_t>& rest = workspace.memory().rest;
  rest.clear();
  // The lanes know no bounds and no losses.
  const bool in_lanes = !fit.reference && fit.bounds.empty() && is_linear(fit.loss);
  if (!in_lanes || !run_lanes(fit, first, last, stop, writer, finished, rest)) {
    for (std::int64_t index = first; index < last; ++index) rest.push_back(index);
  }
  BatchLoop loop(fit, writer);
  for (const std::int64_t index : rest) {
    if (stop.stop_requested()) break;
    if (loop.run(index, stop) && finished) finished(index);
  }
}

}  // namespace fitd::curve
