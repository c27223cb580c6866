#include "solver/lm/lm_parameter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "solver/lm/norm.h"

namespace fitd::lm {
namespace {

constexpr double kDwarf = std::numeric_limits<double>::min();
constexpr int kMaxTurns = 10;

// One search for lambda. `vector` and `scaled` are the workspace's.
class Search {
 public:
  Search(const Linearization& model, std::span<const double> diag, double radius,
         LmParameterWorkspace& workspace, std::span<double> direction)
      : model_(model),
        n_(model.qtf.size()),
        diag_(diag),
        radius_(radius),
        w_(workspace),
        x_(direction) {}

  // The Gauss-Newton direction, basic where R is singular; returns the rank it found.
  std::size_t solve_undamped() {
    const std::span<double> z = w_.vector;
    std::copy(model_.qtf.begin(), model_.qtf.end(), z.begin());
    std::size_t rank = 0;
    while (rank < n_ && r(rank, rank) != 0) ++rank;
    std::fill(z.begin() + static_cast<std::ptrdiff_t>(rank), z.end(), 0.0);
    for (std::size_t j = rank; j-- > 0;) {
      z[j] /= r(j, j);
      for (std::size_t i = 0; i < j; ++i) z[i] -= r(i, j) * z[j];
    }
    for (std::size_t j = 0; j < n_; ++j) x_[parameter(j)] = z[j];
    return rank;
  }

  bool solve_damped(double lambda, PacedPoll& poll) {
    const double root = std::sqrt(lambda);
    for (std::size_t j = 0; j < n_; ++j) w_.damping[j] = root * diag_[j];
    return damped_solve(model_, w_.damping, w_.triangle, x_, poll);
  }

  // ||D x||; D x stays in the workspace.
  double scaled_norm() {
    for (std::size_t j = 0; j < n_; ++j) w_.scaled[j] = diag_[j] * x_[j];
    return euclidean_norm(w_.scaled);
  }

  // -phi(0)/phi'(0), below which no root of phi(lambda) = ||D x|| - radius lies; R regular.
  double newton_bound(double excess, double norm) {
    const std::span<double> z = w_.vector;
    load_gradient_of_norm(norm);
    for (std::size_t j = 0; j < n_; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i < j; ++i) sum += r(i, j) * z[i];
      z[j] = (z[j] - sum) / r(j, j);
    }
    return newton_step(excess);
  }

  // -phi/phi' scaled to lambda's iteration, from the S that the damped solve left.
  double newton_correction(double excess, double norm) {
    const std::span<double> z = w_.vector;
    load_gradient_of_norm(norm);
    for (std::size_t j = 0; j < n_; ++j) {
      z[j] /= w_.triangle.diagonal[j];
      for (std::size_t i = j + 1; i < n_; ++i) z[i] -= r(i, j) * z[j];
    }
    return newton_step(excess);
  }

  // ||D^-1 J'r||.
  double scaled_gradient_norm() {
    for (std::size_t j = 0; j < n_; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i <= j; ++i) sum += r(i, j) * model_.qtf[i];
      w_.vector[j] = sum / diag_[parameter(j)];
    }
    const double norm = euclidean_norm(w_.vector);
    return std::isfinite(norm) ? norm : scaled_gradient_norm_scaled_first();
  }

 private:
  double r(std::size_t i, std::size_t j) const { return model_.r[i + j * n_]; }
  std::size_t parameter(std::size_t j) const {
    return static_cast<std::size_t>(model_.permutation[j]);
  }

  // P' D^2 x / ||D x||.
  void load_gradient_of_norm(double norm) {
    for (std::size_t j = 0; j < n_; ++j) {
      w_.vector[j] = diag_[parameter(j)] * (w_.scaled[parameter(j)] / norm);
    }
  }

  double newton_step(double excess) const {
    const double norm = euclidean_norm(w_.vector);
    return ((excess / radius_) / norm) / norm;
  }

  // DEVIATION(minpack): with residuals and Jacobian around 1e200 the products R_ij qtf_i overflow,
  // and where R is singular lambda becomes infinite: a step of zero, which MINPACK takes for
  // convergence (info 2). Dividing by D first keeps the products in range; done only where
  // MINPACK's own order overflowed. Test: huge_scale_test, SingularProblemConverges.
  double scaled_gradient_norm_scaled_first() {
    for (std::size_t j = 0; j < n_; ++j) {
      const double d = diag_[parameter(j)];
      double sum = 0;
      for (std::size_t i = 0; i <= j; ++i) sum += (r(i, j) / d) * model_.qtf[i];
      w_.vector[j] = sum;
    }
    return euclidean_norm(w_.vector);
  }

  const Linearization& model_;
  std::size_t n_;
  std::span<const double> diag_;
  double radius_;
  LmParameterWorkspace& w_;
  std::span<double> x_;
};

// The interval that holds lambda.
struct Bounds {
  double lower;
  double upper;
};

bool close_enough(double excess, double radius) { return std::fabs(excess) <= 0.1 * radius; }

// In a rank-deficient problem, whether lambda cannot be lowered to lengthen the step: past the
// first turn, phi is negative and not rising.
bool step_stays_short(double excess, double previous_excess, double lower_bound) {
  return lower_bound == 0 && excess <= previous_excess && previous_excess < 0;
}

}  // namespace

void LmParameterWorkspace::resize(int n) {
  const auto size = static_cast<std::size_t>(n);
  scaled.resize(size);
  vector.resize(size);
  damping.resize(size);
  triangle.resize(n);
}

LmParameter lm_parameter(const Linearization& model, std::span<const double> diag, double radius,
                         double lambda, LmParameterWorkspace& workspace,
                         std::span<double> direction, PacedPoll& poll) {
  Search search(model, diag, radius, workspace, direction);
  const bool regular = search.solve_undamped() == model.qtf.size();
  double norm = search.scaled_norm();
  double excess = norm - radius;
  if (excess <= 0.1 * radius) return {.lambda = 0, .damped = false, .interrupted = false};

  Bounds bounds{};
  bounds.lower = regular ? search.newton_bound(excess, norm) : 0;
  const double gradient_norm = search.scaled_gradient_norm();
  bounds.upper = gradient_norm / radius;
  if (bounds.upper == 0) bounds.upper = kDwarf / std::min(radius, 0.1);
  lambda = std::min(std::max(lambda, bounds.lower), bounds.upper);
  if (lambda == 0) lambda = gradient_norm / norm;

  for (int turn = 1;; ++turn) {
    if (lambda == 0) lambda = std::max(kDwarf, 0.001 * bounds.upper);
    if (!search.solve_damped(lambda, poll)) {
      return {.lambda = lambda, .damped = true, .interrupted = true};
    }
    norm = search.scaled_norm();
    const double previous_excess = excess;
    excess = norm - radius;
    if (close_enough(excess, radius) || turn == kMaxTurns ||
        step_stays_short(excess, previous_excess, bounds.lower)) {
      break;
    }
    // DEVIATION(minpack): MINPACK divides 0 by 0 here and goes on with NaN or an infinite lambda.
    // The zero step is taken as it is. Test: lm_parameter_test, ZeroStepIsTaken.
    if (norm == 0) {
      lambda = std::min(lambda, std::numeric_limits<double>::max());
      break;
    }
    const double correction = search.newton_correction(excess, norm);
    if (excess > 0) bounds.lower = std::max(bounds.lower, lambda);
    if (excess < 0) bounds.upper = std::min(bounds.upper, lambda);
    lambda = std::max(bounds.lower, lambda + correction);
  }
  return {.lambda = lambda, .damped = true, .interrupted = false};
}

}  // namespace fitd::lm
