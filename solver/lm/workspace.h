// The memory of a minimisation, kept for the next one.
#ifndef FITD_SOLVER_LM_WORKSPACE_H_
#define FITD_SOLVER_LM_WORKSPACE_H_

#include <vector>

#include "solver/lm/lm_parameter.h"
#include "solver/lm/problem.h"

namespace fitd::lm {

// Grows to the largest n it has met: a workspace used again allocates nothing. One minimisation at
// a time. About 8 (n^2 + 13 n) bytes.
struct Workspace {
  void resize(int n) {
    const auto size = static_cast<std::size_t>(n);
    for (std::vector<double>* v : {&x, &trial, &step, &scaled, &diag, &qtf, &column_norms}) {
      v->resize(size);
    }
    r.resize(size * size);
    permutation.resize(size);
    lm_parameter.resize(n);
  }

  Linearization linearization() {
    return {.r = r, .permutation = permutation, .qtf = qtf, .column_norms = column_norms};
  }

  std::vector<double> x;       // the iterate
  std::vector<double> trial;   // x + step
  std::vector<double> step;    // p
  std::vector<double> scaled;  // D x, D p, R P'p or qtf/||r||
  std::vector<double> diag;    // D
  std::vector<double> r;       // n x n, column-major
  std::vector<int> permutation;
  std::vector<double> qtf;
  std::vector<double> column_norms;
  LmParameterWorkspace lm_parameter;
};

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_WORKSPACE_H_
