// The Wright omega function, which is Lambert's W without its overflow.
#ifndef FITD_SOLVER_SPECIAL_WRIGHT_OMEGA_H_
#define FITD_SOLVER_SPECIAL_WRIGHT_OMEGA_H_

namespace fitd::special {

// w > 0 with w + log(w) = u, that is W(exp(u)) of Lambert's principal branch, for any u; its
// derivative is w/(1 + w). To a few ulp. Thread-safe.
double wright_omega(double u);

}  // namespace fitd::special

#endif  // FITD_SOLVER_SPECIAL_WRIGHT_OMEGA_H_
