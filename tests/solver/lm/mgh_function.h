// The More-Garbow-Hillstrom problems as residual functions.
#ifndef FITD_TESTS_SOLVER_LM_MGH_FUNCTION_H_
#define FITD_TESTS_SOLVER_LM_MGH_FUNCTION_H_

#include <vector>

#include "solver/lm/residual_function.h"

extern "C" {
#include "tests/data/minpack/mgh.h"
}

namespace fitd::test {

class MghFunction final : public lm::ResidualFunction {
 public:
  MghFunction(int problem, int m, int n) : problem_(problem), m_(m), n_(n) {}

  std::vector<double> start(double factor) const {
    std::vector<double> x(static_cast<std::size_t>(n_));
    mgh_start(problem_, n_, factor, x.data());
    return x;
  }

  std::int64_t num_residuals() const override { return m_; }
  int num_parameters() const override { return n_; }

  lm::EvaluationStatus residuals(std::span<const double> x, std::span<double> r,
                                 const lm::Interrupt&) override {
    mgh_f(problem_, m_, n_, x.data(), r.data());
    return lm::EvaluationStatus::kOk;
  }

  lm::EvaluationStatus jacobian(std::span<const double> x, std::span<double> j,
                                const lm::Interrupt&) override {
    mgh_jac(problem_, m_, n_, x.data(), j.data(), m_);
    return lm::EvaluationStatus::kOk;
  }

 private:
  int problem_;
  int m_;
  int n_;
};

}  // namespace fitd::test

#endif  // FITD_TESTS_SOLVER_LM_MGH_FUNCTION_H_
