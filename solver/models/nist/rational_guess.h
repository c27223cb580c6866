// The guess of the rational functions: y (1 + q1 x + ...) = p0 + p1 x + ... is linear. Each
// equation is divided by the denominator found before (C. K. Sanathanan and J. Koerner, IEEE Trans.
// Autom. Control 8 (1963) 56), so that the noise of y weighs the same everywhere.
#ifndef FITD_SOLVER_MODELS_NIST_RATIONAL_GUESS_H_
#define FITD_SOLVER_MODELS_NIST_RATIONAL_GUESS_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "solver/models/projection.h"

namespace fitd::models {

// y ~ p(u)/q(u), u = x over the largest |x|.
class RationalFit {
 public:
  RationalFit(const Points& points, std::size_t above, std::size_t below)
      : points_(points), above_(above), below_(below), scale_(points.largest_x()) {}

  // The coefficients p0 .. p_above, q1 .. q_below that fit best of those met on the way from two
  // denominators: q = 1, and one that grows, without which the largest q would outweigh the rest.
  std::vector<double> best() {
    constexpr int kTurns = 6;
    std::vector<double> best;
    double least = std::numeric_limits<double>::infinity();
    for (const double growth : {0.0, 10.0}) {
      std::vector<double> q;
      for (const double x : points_.x) {
        q.push_back(1 + growth * (x / scale_) * growth * (x / scale_));
      }
      for (int turn = 0; turn < kTurns; ++turn) {
        const std::vector<double> c = turn_from(q);
        const double misfit = misfit_and_denominator(c, q);
        if (misfit < least || best.empty()) {
          least = misfit;
          best = c;
        }
      }
    }
    return unscaled(best);
  }

 private:
  std::vector<double> turn_from(const std::vector<double>& q) const {
    const std::size_t m = points_.size();
    std::vector<std::vector<double>> columns(above_ + 1 + below_, std::vector<double>(m));
    std::vector<double> y(m);
    for (std::size_t i = 0; i < m; ++i) {
      const double u = points_.x[i] / scale_;
      const double weight = 1 / std::max(std::abs(q[i]), 1e-3);
      y[i] = points_.y[i] * weight;
      double power = weight;
      for (std::size_t k = 0; k <= above_; ++k, power *= u) columns[k][i] = power;
      power = u;
      for (std::size_t k = 0; k < below_; ++k, power *= u) {
        columns[above_ + 1 + k][i] = -y[i] * power;
      }
    }
    return linear_fit(columns, y);
  }

  // The sum of squares of p/q - y over the largest y^2; q at the points.
  double misfit_and_denominator(const std::vector<double>& c, std::vector<double>& q) const {
    const double largest = points_.largest_y();
    double sum = 0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const double u = points_.x[i] / scale_;
      double above = 0;
      double below = 0;
      for (std::size_t k = above_ + 1; k-- > 0;) above = above * u + c[k];
      for (std::size_t k = below_; k-- > 0;) below = (below + c[above_ + 1 + k]) * u;
      q[i] = 1 + below;
      const double r = above / q[i] / largest - points_.y[i] / largest;
      sum += r * r;
    }
    return sum;
  }

  std::vector<double> unscaled(std::vector<double> c) const {
    double power = 1;
    for (std::size_t k = 0; k <= above_; ++k, power *= scale_) c[k] /= power;
    power = scale_;
    for (std::size_t k = 0; k < below_; ++k, power *= scale_) c[above_ + 1 + k] /= power;
    return c;
  }

  const Points& points_;
  std::size_t above_;
  std::size_t below_;
  double scale_;
};

// p0 .. p_above, q1 .. q_below.
inline std::vector<double> guess_rational(const Points& points, std::size_t above,
                                          std::size_t below) {
  return RationalFit(points, above, below).best();
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_NIST_RATIONAL_GUESS_H_
