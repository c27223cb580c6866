#include "solver/models/backgrounds/orthogonal.h"

namespace fitd::models {

using Legendre2 = OrthogonalSeries<Family::kLegendre, 2>;

FITD_DEFINE_MODEL(legendre_2, Legendre2)

}  // namespace fitd::models
