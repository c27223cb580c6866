#include "solver/lm/forward_difference.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace fitd::lm {
namespace {

// h, or what stands for it where x + h is not in [lower, upper].
double displacement_within(double lower, double upper, double x, double h) {
  if (x + h <= upper) return h;
  if (x - h >= lower) return -h;
  return upper - x >= x - lower ? upper - x : lower - x;
}

}  // namespace

double relative_step(double epsfcn) {
  return std::sqrt(std::max(epsfcn, std::numeric_limits<double>::epsilon()));
}

LinearizeOutcome forward_difference(ResidualFunction& function, std::span<double> x,
                                    std::span<const double> r, double step, std::span<double> j,
                                    std::span<double> scratch, const Interrupt& interrupt,
                                    const Box& box) {
  LinearizeOutcome outcome;
  const std::size_t m = r.size();
  if (box.empty()) function.expect_displaced(x, step);
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (interrupt.poll() != Interruption::kNone) {
      outcome.status = EvaluationStatus::kInterrupted;
      return outcome;
    }
    const double at = x[k];
    double h = displacement(at, step);
    if (!box.empty()) h = displacement_within(box.lower[k], box.upper[k], at, h);
    x[k] = at + h;
    outcome.status = function.residuals(x, scratch, interrupt);
    x[k] = at;
    if (outcome.status != EvaluationStatus::kOk) return outcome;
    ++outcome.evaluations;
    const std::span<double> column = j.subspan(k * m, m);
    for (std::size_t i = 0; i < m; ++i) column[i] = (scratch[i] - r[i]) / h;
  }
  return outcome;
}

}  // namespace fitd::lm
