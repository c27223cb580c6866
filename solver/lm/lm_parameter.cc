#include "solver/lm/lm_parameter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "solver/lm/norm.h"
#include "solver/lm/scalar.h"

namespace fitd::lm {
namespace {

#include "solver/lm/lambda_search.inc"

// One search for lambda. `vector` and `scaled` are the workspace's.
class Search {
 public:
  Search(const Linearization& model, std::span<const double> diag, double radius,
         LmParameterWorkspace& workspace, std::span<double> direction, PacedPoll& poll)
      : model_(model),
        n_(model.qtf.size()),
        diag_(diag),
        radius_(radius),
        w_(workspace),
        x_(direction),
        poll_(poll) {}

  // The Gauss-Newton direction, basic where R is singular; whether R is regular.
  bool solve_undamped() {
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
    return rank == n_;
  }

  bool solve_damped(double lambda, bool) {
    const double root = std::sqrt(lambda);
    for (std::size_t j = 0; j < n_; ++j) w_.damping[j] = root * diag_[j];
    return damped_solve(model_, w_.damping, w_.triangle, x_, poll_);
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
  PacedPoll& poll_;
};

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
  Search search(model, diag, radius, workspace, direction, poll);
  const LambdaSearch found = search_lambda(search, radius, lambda);
  return {.lambda = found.lambda, .damped = found.damped, .interrupted = found.interrupted};
}

}  // namespace fitd::lm
