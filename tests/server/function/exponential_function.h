// A small function for a client to evaluate.
#ifndef FITD_TESTS_SERVER_FUNCTION_EXPONENTIAL_FUNCTION_H_
#define FITD_TESTS_SERVER_FUNCTION_EXPONENTIAL_FUNCTION_H_

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "fitd/v1/fit_function.pb.h"
#include "server/arrays.h"
#include "solver/lm/residual_function.h"

namespace fitd::server {

// a exp(-b t) - y at m points, y near 3 exp(-t/2).
class ExponentialFunction final : public lm::ResidualFunction {
 public:
  explicit ExponentialFunction(std::int64_t m) : m_(m) {}

  std::int64_t num_residuals() const override { return m_; }
  int num_parameters() const override { return 2; }
  lm::EvaluationStatus residuals(std::span<const double> x, std::span<double> r,
                                 const lm::Interrupt&) override {
    for (std::size_t i = 0; i < r.size(); ++i) {
      const double y = 3 * std::exp(-t(i) / 2) + 0.01 * std::sin(7.0 * static_cast<double>(i));
      r[i] = x[0] * std::exp(-x[1] * t(i)) - y;
    }
    return lm::EvaluationStatus::kOk;
  }
  lm::EvaluationStatus jacobian(std::span<const double> x, std::span<double> j,
                                const lm::Interrupt&) override {
    const auto m = static_cast<std::size_t>(m_);
    for (std::size_t i = 0; i < m; ++i) {
      const double e = std::exp(-x[1] * t(i));
      j[i] = e;
      j[m + i] = -x[0] * t(i) * e;
    }
    if (bad_derivative) j[m + 3] = std::numeric_limits<double>::quiet_NaN();
    return lm::EvaluationStatus::kOk;
  }

  // Whether the derivative of residual 3 by parameter 1 is NaN.
  bool bad_derivative = false;

 private:
  double t(std::size_t i) const { return 6 * static_cast<double>(i) / static_cast<double>(m_); }

  std::int64_t m_;
};

// To be minimised from (1, 1) by forward differences.
inline v1::FunctionProblem exponential_problem() {
  v1::FunctionProblem problem;
  const std::vector<double> x0 = {1, 1};
  *problem.mutable_x0() = to_array(x0, {2}, Encoding::kBytes);
  return problem;
}

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_FUNCTION_EXPONENTIAL_FUNCTION_H_
