// Many fits of one model to data sets of one size.
#ifndef FITD_SOLVER_CURVE_FIT_BATCH_H_
#define FITD_SOLVER_CURVE_FIT_BATCH_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <variant>
#include <vector>

#include "solver/curve/loss.h"
#include "solver/lm/box.h"
#include "solver/lm/options.h"
#include "solver/lm/result.h"
#include "solver/models/model.h"

namespace fitd::curve {

// Numbers that every data set has: one row for all of them, or a row each, one after the other.
struct BatchRows {
  std::span<const double> values;
  bool shared = true;
};

// The large arrays of an outcome that are wanted.
struct BatchWanted {
  bool fvec = false;
  bool cov_x = false;
  bool covariance = false;
};

// `count` fits to make. P is the number of the model's parameters, n of the free ones, 1 <= n <= m.
// The spans must live as long as the batch runs.
//
// Shared rows have been checked: finite, sigma positive. What a data set has for itself has not:
// a bad value there ends that one fit alone.
struct BatchFit {
  const models::Model* model = nullptr;
  std::int64_t m = 0;      // points of each data set
  std::int64_t count = 0;  // data sets
  // One per predictor, in the model's order, rows of m.
  std::vector<BatchRows> predictors;
  // count x m, one data set after the other.
  std::variant<std::span<const double>, std::span<const float>> y;
  // Rows of m standard deviations; no values: all 1.
  BatchRows sigma;
  // As CurveData's. The lanes know none: such fits are made one by one.
  Loss loss = {};
  // Whether sigma is in units of y, so that covariances are not scaled.
  bool absolute_sigma = false;
  // Rows of P: starting values; an entry that is guessed is not read. No values where all are.
  BatchRows start;
  // P flags each: parameters that start from the model's guess on the data set (some only where
  // model->can_guess()), and parameters that keep their start.
  std::vector<bool> guessed;
  std::vector<bool> fixed;
  // As CurveFit's; but a start outside is moved to the nearer bound.
  lm::Box bounds;
  // options.diag, if any, over the free parameters; options.maxfev >= 1.
  lm::Options options;
  // Every fit by fit_curve, in MINPACK's arithmetic, to the bit; no lanes.
  bool reference = false;
  BatchWanted wanted;
};

// What made a fit impossible or ended it: the first bad value found.
struct BatchFault {
  enum class Source : std::uint8_t {
    kNone,
    kPredictor,  // not finite
    kY,          // not finite; or below 0 where it is to be a count
    kSigma,      // not finite or not positive
    kStart,      // not finite
    kResidual,   // not finite, or too large, at the starting values
    kJacobian,   // not finite at an accepted iterate
  };
  Source source = Source::kNone;
  // Which predictor, or by which parameter the derivative is taken; else 0.
  int column = 0;
  // The point; of kStart the parameter.
  std::int64_t row = 0;
  double value = 0;
};

// The outcomes of a batch in packed arrays, by data set. Entries of data sets that are not finished
// mean nothing. NaN stands for what does not exist. Threads may fill disjoint ranges of one
// outcome.
struct BatchOutcome {
  // Room for the outcomes of `fit`.
  void resize(const BatchFit& fit);

  // kNonFinite: see `faults`; a data set with a bad value ends so, without an evaluation.
  std::vector<lm::Termination> termination;  // count
  std::vector<double> parameters;            // count x P, all parameters at the end
  // count x P: square roots of the covariance's diagonal, NaN for fixed parameters, for those at a
  // bound, and where there is no covariance.
  std::vector<double> standard_errors;
  std::vector<double> chi_square;  // count: r'r at the end, as Statistics has it
  std::vector<std::int64_t> nfev;  // count; as lm::LmResult's
  std::vector<std::int64_t> njev;  // count
  std::vector<BatchFault> faults;  // count
  std::vector<double> fvec;        // count x m: (model - y)/sigma at the end, if wanted
  // leastsq's cov_x, if wanted: count x n x n; NaN unless converged and regular.
  std::vector<double> cov_x;
  // (J'J)^-1 at the returned parameters, times the reduced chi-square unless absolute_sigma, if
  // wanted: count x n x n; NaN where it does not exist or is not finite.
  std::vector<double> covariance;
};

// The memory of a thread's fits, kept for its next ones. Not thread-safe.
class BatchWorkspace {
 public:
  BatchWorkspace();
  ~BatchWorkspace();
  BatchWorkspace(BatchWorkspace&&) noexcept;
  BatchWorkspace& operator=(BatchWorkspace&&) noexcept;

  struct Memory;
  Memory& memory() { return *memory_; }

 private:
  std::unique_ptr<Memory> memory_;
};

// Called with the index of each data set when its outcome is complete, in any order, on the fitting
// thread.
using BatchObserver = std::function<void(std::int64_t)>;

// Fits the data sets first .. last - 1 on the calling thread, each as fit_curve would: the same
// minimum, counts with MINPACK's meaning. No bit of an outcome depends on the other data sets, nor
// on how a batch is cut into ranges. `outcome` has been resized for `fit`; `finished` may be empty.
// A stop ends it soon: data sets not yet reported end as kStopped and are not reported.
void fit_batch(const BatchFit& fit, std::int64_t first, std::int64_t last,
               const std::stop_token& stop, BatchOutcome& outcome, BatchWorkspace& workspace,
               const BatchObserver& finished);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_FIT_BATCH_H_
