// The functions of leastsq/cases.json, compiled from their formulas by generate_functions.py.
#ifndef FITD_TESTS_SOLVER_LM_LEASTSQ_FUNCTIONS_H_
#define FITD_TESTS_SOLVER_LM_LEASTSQ_FUNCTIONS_H_

#include <string>
#include <vector>

namespace fitd::test {

struct LeastsqFunction {
  // A model's formula; for a system the formulas of its residuals, joined by "; ".
  std::string formula;
  // A model's value at the point x_; a system's m residuals.
  void (*value)(const double* p, const double* x, double* out);
  // The derivatives by each parameter; a system's m x n Jacobian by rows.
  void (*gradient)(const double* p, const double* x, double* out);
};

// All but Voigt's.
std::vector<LeastsqFunction> leastsq_functions();

}  // namespace fitd::test

#endif  // FITD_TESTS_SOLVER_LM_LEASTSQ_FUNCTIONS_H_
