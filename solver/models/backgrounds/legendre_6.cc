#include "solver/models/backgrounds/orthogonal.h"

namespace fitd::models {

using Legendre6 = OrthogonalSeries<Family::kLegendre, 6>;

FITD_DEFINE_MODEL(legendre_6, Legendre6)

}  // namespace fitd::models
