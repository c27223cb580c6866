#include "solver/models/backgrounds/orthogonal.h"

namespace fitd::models {

using Chebyshev4 = OrthogonalSeries<Family::kChebyshev, 4>;

FITD_DEFINE_MODEL(chebyshev_4, Chebyshev4)

}  // namespace fitd::models
