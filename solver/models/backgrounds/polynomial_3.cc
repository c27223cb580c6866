#include "solver/models/backgrounds/polynomial.h"

namespace fitd::models {

FITD_DEFINE_MODEL(polynomial_3, Polynomial<3>)

}  // namespace fitd::models
