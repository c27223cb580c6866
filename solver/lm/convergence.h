// The stopping rules for one fit.
#ifndef FITD_SOLVER_LM_CONVERGENCE_H_
#define FITD_SOLVER_LM_CONVERGENCE_H_

#include <cstdint>
#include <optional>

#include "solver/lm/options.h"
#include "solver/lm/result.h"
#include "solver/lm/scalar.h"

namespace fitd::lm {

using Count = std::int64_t;

#include "solver/lm/convergence.inc"

// The verdict after a trial step; none: go on. Convergence goes before exhaustion.
inline std::optional<Termination> verdict(const StepState& s, const Options& options) {
  const StepLimits limits = {.ftol = options.ftol, .xtol = options.xtol, .maxfev = options.maxfev};
  double info = convergence_info(s, limits);
  if (info == 0) info = exhaustion_info(s, limits);
  if (info == 0) return std::nullopt;
  return static_cast<Termination>(static_cast<int>(info));
}

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_CONVERGENCE_H_
