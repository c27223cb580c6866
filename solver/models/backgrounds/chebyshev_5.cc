#include "solver/models/backgrounds/orthogonal.h"

namespace fitd::models {

using Chebyshev5 = OrthogonalSeries<Family::kChebyshev, 5>;

FITD_DEFINE_MODEL(chebyshev_5, Chebyshev5)

}  // namespace fitd::models
