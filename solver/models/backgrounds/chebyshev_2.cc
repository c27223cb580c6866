#include "solver/models/backgrounds/orthogonal.h"

namespace fitd::models {

using Chebyshev2 = OrthogonalSeries<Family::kChebyshev, 2>;

FITD_DEFINE_MODEL(chebyshev_2, Chebyshev2)

}  // namespace fitd::models
