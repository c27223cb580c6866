#include "solver/models/backgrounds/polynomial.h"

namespace fitd::models {

FITD_DEFINE_MODEL(polynomial_7, Polynomial<7>)

}  // namespace fitd::models
