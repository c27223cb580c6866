#include "solver/curve/batch_loop.h"

#include "solver/curve/batch_data.h"

namespace fitd::curve {

BatchLoop::BatchLoop(const BatchFit& batch, BatchWriter& writer)
    : batch_(batch), writer_(writer), y_(static_cast<std::size_t>(batch.m)) {
  fit_.model = batch.model;
  fit_.data.predictors.resize(batch.predictors.size());
  fit_.start.resize(batch.fixed.size());
  fit_.fixed = batch.fixed;
  fit_.bounds = batch.bounds;
  fit_.absolute_sigma = batch.absolute_sigma;
  fit_.data.loss = batch.loss;
  fit_.options = batch.options;
  fit_.arithmetic = batch.reference ? Arithmetic::kReference : Arithmetic::kFast;
  fit_.wanted = {.fvec = batch.wanted.fvec, .fjac = false, .best_fit = false};
  fit_.wants_derived = false;
}

void BatchLoop::compile() {
  std::vector<int> free;
  for (std::size_t j = 0; j < fit_.fixed.size(); ++j) {
    if (!fit_.fixed[j]) free.push_back(static_cast<int>(j));
  }
  fit_.compiled = expression::compile_block_function(*fit_.model, free);
}

bool BatchLoop::run(std::int64_t index, const std::stop_token& stop) {
  fit_.data.y = y_of(batch_, index, y_);
  BatchFault fault = fault_in_data(batch_, index, fit_.data.y);
  if (fault.source == BatchFault::Source::kNone) {
    fault = starting_values(batch_, index, fit_.data.y, fit_.start);
  }
  if (fault.source != BatchFault::Source::kNone) {
    writer_.write_impossible(index, fault);
    return true;
  }
  for (std::size_t k = 0; k < batch_.predictors.size(); ++k) {
    fit_.data.predictors[k] = row_of(batch_.predictors[k], index, batch_.m);
  }
  fit_.data.sigma = row_of(batch_.sigma, index, batch_.m);
  if (fit_.arithmetic == Arithmetic::kFast && fit_.compiled == nullptr) compile();
  const CurveOutcome result = fit_curve(fit_, stop, {});
  if (result.lm.termination == lm::Termination::kStopped) return false;
  writer_.write(index, result);
  return true;
}

}  // namespace fitd::curve
