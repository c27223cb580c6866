#include "solver/curve/batch_lanes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "solver/curve/batch_data.h"
#include "solver/curve/curve_function.h"
#include "solver/curve/normal_inverse.h"
#include "solver/curve/parameter_covariance.h"
#include "solver/lanes/lane_fits.h"

namespace fitd::curve {
namespace {

// A lane's data of more points fill a second-level cache.
constexpr std::int64_t kMostPoints = 2048;

lanes::LaneBatch lane_batch(const BatchFit& batch, std::vector<double>& weights) {
  lanes::LaneBatch result;
  result.model = batch.model->info().name;
  result.m = static_cast<std::size_t>(batch.m);
  for (const BatchRows& rows : batch.predictors) {
    result.predictors.push_back(rows.shared ? rows.values : std::span<const double>());
  }
  result.weighted = !batch.sigma.values.empty();
  if (result.weighted && batch.sigma.shared) {
    for (const double sigma : batch.sigma.values) weights.push_back(1 / sigma);
  }
  result.weights = weights;
  result.parameters = batch.model->num_parameters();
  for (int j = 0; j < result.parameters; ++j) {
    if (!batch.fixed[static_cast<std::size_t>(j)]) result.free.push_back(j);
  }
  result.options = batch.options;
  return result;
}

// Gives the lanes a range of a batch, and writes what comes back.
class RangeQueue final : public lanes::LaneQueue {
 public:
  RangeQueue(const BatchFit& batch, std::int64_t first, std::int64_t last,
             const std::stop_token& stop, BatchWriter& writer, const BatchObserver& finished,
             std::vector<std::int64_t>& rest)
      : batch_(batch),
        next_(first),
        last_(last),
        stop_(stop),
        writer_(writer),
        finished_(finished),
        rest_(rest),
        y_(static_cast<std::size_t>(batch.m)),
        start_(batch.fixed.size()),
        checks_data_(must_check(batch)) {
    for (std::size_t j = 0; j < batch.fixed.size(); ++j) {
      if (!batch.fixed[j]) free_.push_back(j);
    }
    inverse_.resize(free_.size() * free_.size());
  }

  bool next(lanes::LaneInput& input) override {
    while (next_ < last_ && !stop_.stop_requested()) {
      const std::int64_t index = next_++;
      const std::span<const double> y = y_of(batch_, index, y_);
      BatchFault fault = checks_data_ ? fault_in_data(batch_, index, y) : BatchFault{};
      if (fault.source == BatchFault::Source::kNone) {
        fault = starting_values(batch_, index, y, start_);
      }
      if (fault.source != BatchFault::Source::kNone) {
        writer_.write_impossible(index, fault);
        report(index);
        continue;
      }
      give(index, y, input);
      return true;
    }
    return false;
  }

  void again(std::int64_t index, lanes::LaneInput& input) override {
    const std::span<const double> y = y_of(batch_, index, y_);
    starting_values(batch_, index, y, start_);
    give(index, y, input);
  }

  bool stopped() override { return stop_.stop_requested(); }

  void set_aside(std::int64_t index) override { rest_.push_back(index); }

  void finish(const lanes::LaneOutput& output) override {
    const std::int64_t index = output.index;
    const auto i = static_cast<std::size_t>(index);
    BatchOutcome& outcome = writer_.outcome();
    outcome.termination[i] = output.termination;
    outcome.chi_square[i] = output.residual_norm * output.residual_norm;
    outcome.nfev[i] = output.nfev;
    outcome.njev[i] = output.njev;
    outcome.faults[i] = {};
    std::copy(output.parameters.begin(), output.parameters.end(),
              writer_.parameters(index).begin());
    write_covariances(output);
    const std::span<double> fvec = writer_.fvec(index);
    if (!fvec.empty()) {
      CurveFunction function = function_of(output);
      function.residuals(function.free_entries(output.parameters), fvec, {});
    }
    report(index);
  }

 private:
  void give(std::int64_t index, std::span<const double> y, lanes::LaneInput& input) {
    input.index = index;
    input.start = start_;
    input.y = y;
    input.predictors.clear();
    for (const BatchRows& rows : batch_.predictors) {
      input.predictors.push_back(row_of(rows, index, batch_.m));
    }
    input.sigma = row_of(batch_.sigma, index, batch_.m);
  }

  // A bad y, or start, makes the first residuals so too, and then the lanes set the fit aside for
  // the loop, which names the value. A guess needs good data, and a bad abscissa may go unnoticed:
  // exp(-inf) is 0.
  static bool must_check(const BatchFit& batch) {
    const auto own = [](const BatchRows& rows) { return !rows.shared; };
    return own(batch.sigma) || std::ranges::any_of(batch.predictors, own) ||
           std::ranges::find(batch.guessed, true) != batch.guessed.end();
  }

  void report(std::int64_t index) {
    if (finished_) finished_(index);
  }

  void write_covariances(const lanes::LaneOutput& output) {
    const std::size_t n = free_.size();
    const std::span<double> errors = writer_.standard_errors(output.index);
    std::fill(errors.begin(), errors.end(), kNone);
    const std::span<double> cov_x = writer_.cov_x(output.index);
    if (!cov_x.empty()) {
      const bool exists =
          lm::converged(output.termination) && invert(output, output.normal_used, cov_x);
      if (!exists) std::fill(cov_x.begin(), cov_x.end(), kNone);
    }
    const std::span<double> covariance = writer_.covariance(output.index);
    std::fill(covariance.begin(), covariance.end(), kNone);
    const double variance = variance_factor(output);
    if (std::isnan(variance) || !invert(output, output.normal, inverse_)) return;
    for (double& entry : inverse_) {
      entry *= variance;
      if (!std::isfinite(entry)) return;
    }
    for (std::size_t k = 0; k < n; ++k) errors[free_[k]] = std::sqrt(inverse_[k * n + k]);
    if (!covariance.empty()) std::copy(inverse_.begin(), inverse_.end(), covariance.begin());
  }

  // What the covariance is (J'J)^-1 times; NaN where it does not exist.
  double variance_factor(const lanes::LaneOutput& output) const {
    if (batch_.absolute_sigma) return 1;
    const std::int64_t degrees = batch_.m - std::ssize(free_);
    if (degrees == 0) return kNone;
    return output.residual_norm * output.residual_norm / static_cast<double>(degrees);
  }

  // The inverse of a normal matrix; where it is ill-conditioned, that of J at the end, factored.
  bool invert(const lanes::LaneOutput& output, std::span<const double> normal,
              std::span<double> inverse) {
    if (inverse_of_normal(normal, inverse)) return true;
    CurveFunction function = function_of(output);
    const auto exact =
        inverse_normal_matrix_at(function, function.free_entries(output.parameters), {}, {});
    if (!exact) return false;
    std::copy(exact->begin(), exact->end(), inverse.begin());
    return true;
  }

  CurveFunction function_of(const lanes::LaneOutput& output) {
    CurveData data;
    for (const BatchRows& rows : batch_.predictors) {
      data.predictors.push_back(row_of(rows, output.index, batch_.m));
    }
    data.y = y_of(batch_, output.index, y_);
    data.sigma = row_of(batch_.sigma, output.index, batch_.m);
    return {*batch_.model, data, output.parameters, batch_.fixed};
  }

  const BatchFit& batch_;
  std::int64_t next_;
  std::int64_t last_;
  const std::stop_token& stop_;
  BatchWriter& writer_;
  const BatchObserver& finished_;
  std::vector<std::int64_t>& rest_;
  std::vector<double> y_;
  std::vector<double> start_;
  bool checks_data_;
  std::vector<std::size_t> free_;
  std::vector<double> inverse_;  // n x n
};

}  // namespace

bool run_lanes(const BatchFit& batch, std::int64_t first, std::int64_t last,
               const std::stop_token& stop, BatchWriter& writer, const BatchObserver& finished,
               std::vector<std::int64_t>& rest) {
  if (batch.m > kMostPoints) return false;
  if (batch.model->info().group.empty()) return false;  // not the catalogue's, whatever its name
  std::vector<double> weights;
  const lanes::LaneBatch common = lane_batch(batch, weights);
  if (!lanes::has_lanes(common)) return false;
  RangeQueue queue(batch, first, last, stop, writer, finished, rest);
  lanes::fit_in_lanes(common, queue);
  return true;
}

}  // namespace fitd::curve
