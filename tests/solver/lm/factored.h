// A factored Jacobian, as lm_parameter and damped_solve take it.
#ifndef FITD_TESTS_SOLVER_LM_FACTORED_H_
#define FITD_TESTS_SOLVER_LM_FACTORED_H_

#include <algorithm>
#include <vector>

#include "solver/lm/norm.h"
#include "solver/lm/problem.h"
#include "solver/lm/qr_factorization.h"
#include "tests/solver/lm/matrix.h"

namespace fitd::test {

// J P = Q R and Q'r of `jacobian` and `residuals`.
class Factored {
 public:
  Factored(const Matrix& jacobian, const std::vector<double>& residuals)
      : factor(jacobian),
        rhs(residuals),
        r(jacobian.n * jacobian.n, 0.0),
        permutation(jacobian.n),
        norms(jacobian.n) {
    const auto m = static_cast<std::int64_t>(factor.m);
    const std::size_t n = factor.n;
    lm::QrWorkspace workspace;
    workspace.resize(static_cast<int>(n));
    const lm::Interrupt never;
    lm::PacedPoll poll(never);
    lm::column_norms(factor.entries, m, norms);
    lm::qr_factorization(factor.entries, m, norms, rhs, permutation, workspace, poll);
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = 0; i <= j; ++i) r[i + j * n] = factor(i, j);
    }
    qtf.assign(rhs.begin(), rhs.begin() + static_cast<std::ptrdiff_t>(n));
  }

  lm::Linearization linearization() {
    return {.r = r, .permutation = permutation, .qtf = qtf, .column_norms = norms};
  }

  Matrix factor;            // R above, Householder vectors below
  std::vector<double> rhs;  // Q'r, all of it
  std::vector<double> r;    // n x n
  std::vector<int> permutation;
  std::vector<double> norms;
  std::vector<double> qtf;
};

}  // namespace fitd::test

#endif  // FITD_TESTS_SOLVER_LM_FACTORED_H_
