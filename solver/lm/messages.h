// What a termination means, in words.
#ifndef FITD_SOLVER_LM_MESSAGES_H_
#define FITD_SOLVER_LM_MESSAGES_H_

#include <span>
#include <string>

#include "solver/lm/options.h"
#include "solver/lm/result.h"

namespace fitd::lm {

// For MINPACK's 1 to 8 leastsq's `mesg`, to the letter: tolerances print as %f, so most of them as
// 0.000000. Otherwise a sentence of our own; after kNonFinite it names the residual (by index, from
// 0) and the parameter. `options` are those of the minimisation; `names` its n parameters' names,
// or empty.
std::string termination_message(const LmResult& result, const Options& options,
                                std::span<const std::string> names = {});

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_MESSAGES_H_
