// A case of leastsq/cases.json as a residual function and options.
#ifndef FITD_TESTS_SOLVER_LM_LEASTSQ_CASE_H_
#define FITD_TESTS_SOLVER_LM_LEASTSQ_CASE_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "solver/lm/dense_problem.h"
#include "solver/lm/options.h"
#include "solver/lm/residual_function.h"
#include "solver/lm/result.h"
#include "tests/solver/lm/leastsq_functions.h"
#include "tests/support/json.h"

namespace fitd::test {

// The function of a case's model.
LeastsqFunction leastsq_function(const Json& model);

// (model - y)/sigma at the points of a case, or a system of equations.
class LeastsqCaseFunction final : public lm::ResidualFunction {
 public:
  explicit LeastsqCaseFunction(const Json& c);

  std::int64_t num_residuals() const override { return m_; }
  int num_parameters() const override { return n_; }
  lm::EvaluationStatus residuals(std::span<const double> x, std::span<double> r,
                                 const lm::Interrupt& interrupt) override;
  lm::EvaluationStatus jacobian(std::span<const double> x, std::span<double> j,
                                const lm::Interrupt& interrupt) override;

 private:
  LeastsqFunction function_;
  bool system_;
  std::int64_t m_;
  int n_;
  std::vector<double> points_;  // m x predictors, by rows
  std::size_t predictors_;
  std::vector<double> y_;
  std::vector<double> sigma_;
};

// How a case calls leastsq, in our terms.
struct LeastsqCall {
  lm::JacobianMethod method;
  double epsfcn;
  lm::Options options;
};
LeastsqCall leastsq_call(const Json& c);

bool has_tag(const Json& c, const std::string& tag);

// All cases of the file.
const Json& leastsq_cases();

// What becomes of a case.
enum class Kind {
  kCompared,   // the same result
  kRefused,    // ier 0, or an exception: a precondition of ours says no
  kNonFinite,  // NaN or infinite at the start: a termination of our own
};
Kind kind(const Json& c);

struct SolvedCase {
  LeastsqCall call;
  lm::LmResult result;
  std::vector<double> fvec;
  std::vector<double> fjac;  // empty unless linearised
};
SolvedCase solve(const Json& c);

}  // namespace fitd::test

#endif  // FITD_TESTS_SOLVER_LM_LEASTSQ_CASE_H_
