#include "solver/models/backgrounds/orthogonal.h"

namespace fitd::models {

using Legendre3 = OrthogonalSeries<Family::kLegendre, 3>;

FITD_DEFINE_MODEL(legendre_3, Legendre3)

}  // namespace fitd::models
