#include "solver/models/backgrounds/polynomial.h"

namespace fitd::models {

FITD_DEFINE_MODEL(polynomial_5, Polynomial<5>)

}  // namespace fitd::models
