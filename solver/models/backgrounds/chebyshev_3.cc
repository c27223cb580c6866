#include "solver/models/backgrounds/orthogonal.h"

namespace fitd::models {

using Chebyshev3 = OrthogonalSeries<Family::kChebyshev, 3>;

FITD_DEFINE_MODEL(chebyshev_3, Chebyshev3)

}  // namespace fitd::models
