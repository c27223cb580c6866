#include "solver/models/backgrounds/orthogonal.h"

namespace fitd::models {

using Legendre5 = OrthogonalSeries<Family::kLegendre, 5>;

FITD_DEFINE_MODEL(legendre_5, Legendre5)

}  // namespace fitd::models
