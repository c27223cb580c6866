#include "solver/models/oscillation/fourier.h"

namespace fitd::models {

FITD_DEFINE_MODEL(fourier_4, Fourier<4>)

}  // namespace fitd::models
