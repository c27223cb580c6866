#include "solver/models/oscillation/fourier.h"

namespace fitd::models {

FITD_DEFINE_MODEL(fourier_2, Fourier<2>)

}  // namespace fitd::models
