// The dose that the pharmacokinetic models assume unless another is given.
#ifndef FITD_SOLVER_MODELS_PHARMACOKINETICS_DOSE_H_
#define FITD_SOLVER_MODELS_PHARMACOKINETICS_DOSE_H_

namespace fitd::models {

inline constexpr double kDose = 100;

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_PHARMACOKINETICS_DOSE_H_
