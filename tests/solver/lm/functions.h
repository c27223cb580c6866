// Residual functions for tests of the loop.
#ifndef FITD_TESTS_SOLVER_LM_FUNCTIONS_H_
#define FITD_TESTS_SOLVER_LM_FUNCTIONS_H_

#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "solver/lm/dense_problem.h"
#include "solver/lm/minimize.h"
#include "solver/lm/residual_function.h"

namespace fitd::test {

// r(p) and its derivatives point by point. Counts what it is asked, and can act on each evaluation.
class PointFunction final : public lm::ResidualFunction {
 public:
  // r_i into *r and, unless null, its n derivatives into d.
  using Point = std::function<void(std::size_t i, std::span<const double> p, double* r, double* d)>;

  PointFunction(std::int64_t m, int n, Point point) : m_(m), n_(n), point_(std::move(point)) {}

  std::int64_t num_residuals() const override { return m_; }
  int num_parameters() const override { return n_; }

  lm::EvaluationStatus residuals(std::span<const double> p, std::span<double> r,
                                 const lm::Interrupt&) override {
    ++evaluations;
    if (on_evaluation) on_evaluation(evaluations);
    for (std::size_t i = 0; i < r.size(); ++i) point_(i, p, &r[i], nullptr);
    return lm::EvaluationStatus::kOk;
  }

  lm::EvaluationStatus jacobian(std::span<const double> p, std::span<double> j,
                                const lm::Interrupt&) override {
    ++jacobians;
    const auto m = static_cast<std::size_t>(m_);
    const auto n = static_cast<std::size_t>(n_);
    row_.resize(n);
    for (std::size_t i = 0; i < m; ++i) {
      double r = 0;
      point_(i, p, &r, row_.data());
      for (std::size_t k = 0; k < n; ++k) j[k * m + i] = row_[k];
    }
    return lm::EvaluationStatus::kOk;
  }

  // r_i(p), and its derivatives unless `d` is null; counts as nothing.
  void at(std::size_t i, std::span<const double> p, double* r, double* d) const {
    point_(i, p, r, d);
  }

  int evaluations = 0;
  int jacobians = 0;
  // Called at the start of each evaluation with its number, from 1.
  std::function<void(int)> on_evaluation;

 private:
  std::int64_t m_;
  int n_;
  Point point_;
  std::vector<double> row_;
};

// scale (p0 exp(-p1 x) + p2 - y(x)), x = 0, 0.25 .. : an ordinary fit with residuals at the end.
inline PointFunction exponential_decay(double scale = 1, std::int64_t m = 24) {
  return PointFunction(
      m, 3, [scale](std::size_t i, std::span<const double> p, double* r, double* d) {
        const double x = 0.25 * static_cast<double>(i);
        const double y = scale * (3 * std::exp(-0.7 * x) + 0.5 + 0.05 * std::sin(40 * x));
        const double e = std::exp(-p[1] * x);
        *r = p[0] * e + p[2] - y;
        if (d == nullptr) return;
        d[0] = e;
        d[1] = -p[0] * x * e;
        d[2] = 1;
      });
}

inline lm::Options options_for(lm::JacobianMethod method, int n) {
  lm::Options options;
  options.maxfev = method == lm::JacobianMethod::kAnalytic
                       ? lm::default_maxfev_analytic(n)
                       : lm::default_maxfev_forward_difference(n);
  return options;
}

// leastsq's defaults, without interruption.
inline lm::LmResult minimized(PointFunction& function, const std::vector<double>& start,
                              lm::JacobianMethod method = lm::JacobianMethod::kAnalytic,
                              const lm::IterationObserver& observer = {}) {
  lm::DenseProblem problem(function, method);
  lm::Workspace workspace;
  return lm::minimize(problem, start, options_for(method, function.num_parameters()), workspace, {},
                      observer);
}

}  // namespace fitd::test

#endif  // FITD_TESTS_SOLVER_LM_FUNCTIONS_H_
