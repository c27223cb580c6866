#include "solver/models/oscillation/fourier.h"

namespace fitd::models {

FITD_DEFINE_MODEL(fourier_3, Fourier<3>)

}  // namespace fitd::models
