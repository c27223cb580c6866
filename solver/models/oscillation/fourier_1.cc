#include "solver/models/oscillation/fourier.h"

namespace fitd::models {

FITD_DEFINE_MODEL(fourier_1, Fourier<1>)

}  // namespace fitd::models
