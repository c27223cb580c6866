#include "solver/lm/forward_difference.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace fitd::lm {

double displacement_within(const Box& box, std::size_t k, double x, double step) {
  const double h = displacement(x, step);
  if (box.empty() || x + h <= box.upper[k]) return h;
  if (x - h >= box.lower[k]) return -h;
  return box.upper[k] - x >= x - box.lower[k] ? box.upper[k] - x : box.lower[k] - x;
}

double relative_step(double epsfcn) {
  return std::sqrt(std::max(epsfcn, std::numeric_limits<double>::epsilon()));
}

LinearizeOutcome forward_difference(ResidualFunction& function, std::span<double> x,
                                    std::span<const double> r, double step, std::span<double> j,
                                    std::span<double> scratch, const Interrupt& interrupt,
                                    const Box& box) {
  LinearizeOutcome outcome;
  const std::size_t m = r.size();
  function.expect_displaced(x, step, box);
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (interrupt.poll() != Interruption::kNone) {
      outcome.status = EvaluationStatus::kInterrupted;
      return outcome;
    }
    const double at = x[k];
    const double h = displacement_within(box, k, at, step);
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
