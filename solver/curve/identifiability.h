// Which parameters the data cannot tell apart.
#ifndef FITD_SOLVER_CURVE_IDENTIFIABILITY_H_
#define FITD_SOLVER_CURVE_IDENTIFIABILITY_H_

#include <span>
#include <vector>

namespace fitd::curve {

// What a linearisation says of its n parameters. Columns of J are first scaled to unit norm, so
// that the parameters' units do not matter.
struct Identifiability {
  // The largest over the smallest singular value of the scaled columns, to a few per cent; infinite
  // where they are dependent; 1 of a single parameter. Columns of zeros do not count.
  double condition_number = 1;
  // Parameters whose column is zero: the data do not depend on them.
  std::vector<int> without_influence;

  // A parameter's part in the direction that the data see least.
  struct Share {
    int parameter = 0;
    double share = 0;  // of the unit vector in scaled parameters
  };
  // The largest first, those below a tenth of it left out.
  std::vector<Share> weakest;
};

// `r`: R of J P = Q R, n x n, column-major, only its upper triangle is read; its column k is that
// of parameter permutation[k].
//
// Source: inverse iteration on R from a start that lets the solution grow, as A. K. Cline,
// C. B. Moler, G. W. Stewart, J. H. Wilkinson, "An estimate for the condition number of a matrix",
// SIAM J. Numer. Anal. 16 (1979).
Identifiability identifiability(std::span<const double> r, std::span<const int> permutation);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_IDENTIFIABILITY_H_
