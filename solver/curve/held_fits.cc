#include "solver/curve/held_fits.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace fitd::curve {
namespace {

using Clock = std::chrono::steady_clock;

// Chi-square is compared with that of neighbours: it is to be known better than it is reported.
constexpr double kTightTolerance = 1e-11;

std::size_t position(const std::vector<bool>& fixed, std::size_t parameter) {
  return static_cast<std::size_t>(
      std::count(fixed.begin(), fixed.begin() + static_cast<std::ptrdiff_t>(parameter), false));
}

}  // namespace

HeldFits::HeldFits(const CurveFit& fit, int parameter, std::optional<Clock::time_point> deadline,
                   const std::stop_token& stop, Executor* executor)
    : fit_(fit),
      parameter_(static_cast<std::size_t>(parameter)),
      alone_(std::count(fit.fixed.begin(), fit.fixed.end(), false) == 1),
      deadline_(deadline),
      stop_(stop),
      executor_(executor) {
  fit_.wanted = {.fvec = false, .fjac = false, .best_fit = false};
  fit_.wants_derived = false;
  // A certified fit's neighbours need not be.
  if (fit_.arithmetic == Arithmetic::kCertified) fit_.arithmetic = Arithmetic::kFast;
  lm::Options& options = fit_.options;
  options.ftol = std::min(options.ftol, kTightTolerance);
  options.xtol = std::min(options.xtol, kTightTolerance);
  if (alone_) return;
  if (!options.diag.empty()) {
    const auto place = static_cast<std::ptrdiff_t>(position(fit_.fixed, parameter_));
    options.diag.erase(options.diag.begin() + place);
  }
  fit_.fixed[parameter_] = true;
  const auto n = static_cast<int>(std::count(fit_.fixed.begin(), fit_.fixed.end(), false));
  options.maxfev = fit_.jacobian == lm::JacobianMethod::kAnalytic
                       ? lm::default_maxfev_analytic(n)
                       : lm::default_maxfev_forward_difference(n);
}

HeldFit HeldFits::at(double value, std::span<const double> start) {
  fit_.start.assign(start.begin(), start.end());
  fit_.start[parameter_] = value;
  if (deadline_) fit_.time_limit = *deadline_ - Clock::now();
  if (stop_.stop_requested() || (deadline_ && fit_.time_limit->count() <= 0)) return {};
  ++fits_;
  if (alone_) return evaluate();
  const CurveOutcome outcome = fit_curve(fit_, stop_, {}, executor_);
  nfev_ += outcome.lm.nfev;
  const lm::Termination end = outcome.lm.termination;
  if (end == lm::Termination::kStopped || end == lm::Termination::kTimeLimit) return {};
  HeldFit held = {.done = true, .parameters = outcome.parameters};
  const double norm = outcome.lm.residual_norm;
  held.chi_square = norm * norm;
  if (end == lm::Termination::kNonFinite || !std::isfinite(held.chi_square)) {
    held.chi_square = std::numeric_limits<double>::infinity();
    held.parameters.assign(start.begin(), start.end());
  }
  return held;
}

HeldFit HeldFits::evaluate() {
  // The start's norm is what the first report says, whatever the minimisation would do next.
  std::stop_source enough;
  HeldFit held = {.done = true,
                  .chi_square = std::numeric_limits<double>::infinity(),
                  .parameters = fit_.start};
  fit_curve(
      fit_, enough.get_token(),
      [&](const lm::Iteration& iteration) {
        held.chi_square = iteration.residual_norm * iteration.residual_norm;
        enough.request_stop();
      },
      executor_);
  ++nfev_;
  return held;
}

}  // namespace fitd::curve
