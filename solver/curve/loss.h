// What a fit minimises other than a sum of squares: robust losses, and the Poisson deviance.
#ifndef FITD_SOLVER_CURVE_LOSS_H_
#define FITD_SOLVER_CURVE_LOSS_H_

#include <cstddef>
#include <span>

#include "solver/lm/row_loss.h"

namespace fitd::curve {

enum class LossKind {
  kLinear,  // the sum of r^2
  // The sum of C^2 rho((r/C)^2), twice the cost of scipy.optimize.least_squares, rho(z) =
  kSoftL1,  // 2 (sqrt(1 + z) - 1)
  kHuber,   // z up to 1, then 2 sqrt(z) - 1
  kCauchy,  // ln(1 + z)
  kArctan,  // arctan(z)
  // The deviance sum of 2 (mu - y + y ln(y/mu)) of counts y whose means are the model's values mu,
  // the least where their Poisson likelihood is the largest.
  kPoisson,
};

struct Loss {
  LossKind kind = LossKind::kLinear;
  double scale = 1;  // C > 0, in units of r; of robust losses
};

constexpr bool is_linear(const Loss& loss) { return loss.kind == LossKind::kLinear; }
constexpr bool is_poisson(const Loss& loss) { return loss.kind == LossKind::kPoisson; }
constexpr bool is_robust(const Loss& loss) { return !is_linear(loss) && !is_poisson(loss); }

// A loss as the Levenberg-Marquardt loop minimises it: e are the signed roots of its terms, so that
// norms, reductions and convergence are the loss's own, and the linear model is that of iteratively
// reweighted least squares, which has the loss's gradient.
//
// Robust: d = sqrt(rho') and q = d r. That curvature bounds the true one, rho' + 2 z rho'', from
// above (P. Holland and R. Welsch, Commun. Stat. A 6 (1977), 813), and is never negative. The
// closer ones are: B. Triggs et al. ("Bundle adjustment - a modern synthesis", 2000) have the true
// one, which must be cut off at 0; e's own derivative (R. Hartley and A. Zisserman, "Multiple View
// Geometry", 2nd edition, 2004, A6.8) weighs outliers even less. Both gain little near a minimum,
// and from afar end in poorer ones: of 36 fits in loss_reference_test.cc e's derivative missed
// SciPy's in three, this one in none.
//
// Poisson: the `residuals` are the model's values mu. e is the signed root of the deviance's term
// (T. Laurence and B. Chromy, Nature Methods 7 (2010), 338, have Levenberg-Marquardt minimise its
// square), and the linear model is Fisher's scoring, d = 1/sqrt(mu) and q = (mu - y)/sqrt(mu)
// (P. McCullagh and J. Nelder, "Generalized Linear Models", 2nd edition, 1989, 2.5). e's own
// derivative has half the curvature where y = 0, and counts that are mostly 0 then take many steps.
class CurveLoss final : public lm::RowLoss {
 public:
  // `y`: as many as there are residuals; read for kPoisson alone. Must outlive it.
  CurveLoss(const Loss& loss, std::span<const double> y) : loss_(loss), y_(y) {}

  void roots(std::span<const double> r, std::size_t first, std::span<double> e) const override;
  void linear_rows(std::span<const double> r, std::size_t first, std::span<double> d,
                   std::span<double> q) const override;

 private:
  Loss loss_;
  std::span<const double> y_;
};

// psi = 1/2 d(e^2)/dr of a robust loss, and its derivative.
struct Influence {
  double psi;
  double slope;
};
Influence influence(const Loss& loss, double r);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_LOSS_H_
