#include "solver/models/backgrounds/orthogonal.h"

namespace fitd::models {

using Chebyshev6 = OrthogonalSeries<Family::kChebyshev, 6>;

FITD_DEFINE_MODEL(chebyshev_6, Chebyshev6)

}  // namespace fitd::models
