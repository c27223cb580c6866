#include "solver/models/backgrounds/orthogonal.h"

namespace fitd::models {

using Legendre4 = OrthogonalSeries<Family::kLegendre, 4>;

FITD_DEFINE_MODEL(legendre_4, Legendre4)

}  // namespace fitd::models
