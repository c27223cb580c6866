#include "solver/models/backgrounds/polynomial.h"

namespace fitd::models {

FITD_DEFINE_MODEL(polynomial_4, Polynomial<4>)

}  // namespace fitd::models
