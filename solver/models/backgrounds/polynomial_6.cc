#include "solver/models/backgrounds/polynomial.h"

namespace fitd::models {

FITD_DEFINE_MODEL(polynomial_6, Polynomial<6>)

}  // namespace fitd::models
