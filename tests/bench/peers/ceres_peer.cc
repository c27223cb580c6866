#include <ceres/ceres.h>
#include <ceres/tiny_solver.h>
#include <glog/logging.h>

#include "tests/bench/peers/peer.h"

namespace fitd::bench {
namespace {

class Cost final : public ceres::CostFunction {
 public:
  explicit Cost(const PeerCurve& curve) : curve_(curve) {
    set_num_residuals(curve.num_points());
    mutable_parameter_block_sizes()->push_back(curve.num_parameters());
  }
  bool Evaluate(double const* const* p, double* r, double** jacobians) const override {
    curve_.residuals(p[0], r);
    if (jacobians != nullptr && jacobians[0] != nullptr) {
      curve_.jacobian(p[0], jacobians[0], static_cast<std::size_t>(curve_.num_parameters()), 1);
    }
    return true;
  }

 private:
  const PeerCurve& curve_;
};

class Ceres final : public Peer {
 public:
  explicit Ceres(ceres::LinearSolverType solver) : solver_(solver) {
    FLAGS_minloglevel = google::GLOG_FATAL;  // or each overflow on the way prints the Jacobian
  }

  double fit(const PeerCurve& curve, const PeerOptions& options, std::span<double> p) override {
    ceres::Problem problem;
    problem.AddResidualBlock(new Cost(curve), nullptr, p.data());
    ceres::Solver::Options o;
    o.linear_solver_type = solver_;
    o.function_tolerance = options.ftol;
    o.parameter_tolerance = options.xtol;
    o.gradient_tolerance = 0;
    o.max_num_iterations = options.max_evaluations;
    o.num_threads = 1;
    o.logging_type = ceres::SILENT;
    ceres::Solver::Summary summary;
    ceres::Solve(o, &problem, &summary);
    return 2 * summary.final_cost;
  }

 private:
  ceres::LinearSolverType solver_;
};

// TinySolver fixes the number of parameters at compile time.
template <int kParameters>
struct TinyFunction {
  using Scalar = double;
  enum { NUM_PARAMETERS = kParameters, NUM_RESIDUALS = Eigen::Dynamic };
  int NumResiduals() const { return curve->num_points(); }
  bool operator()(const double* p, double* r, double* j) const {
    curve->residuals(p, r);
    // Eigen's columns.
    if (j != nullptr) curve->jacobian(p, j, 1, static_cast<std::size_t>(curve->num_points()));
    return true;
  }
  const PeerCurve* curve;
};

template <int kParameters>
class TinyWithParameters {
 public:
  double fit(const PeerCurve& curve, const PeerOptions& options, std::span<double> p) {
    solver_.options.function_tolerance = options.ftol;
    solver_.options.parameter_tolerance = options.xtol;
    solver_.options.gradient_tolerance = 0;
    solver_.options.max_num_iterations = options.max_evaluations;
    Eigen::Matrix<double, kParameters, 1> x =
        Eigen::Map<Eigen::Matrix<double, kParameters, 1>>(p.data());
    const auto summary = solver_.Solve(TinyFunction<kParameters>{&curve}, &x);
    Eigen::Map<Eigen::Matrix<double, kParameters, 1>>(p.data()) = x;
    return 2 * summary.final_cost;
  }

 private:
  ceres::TinySolver<TinyFunction<kParameters>> solver_;
};

class Tiny final : public Peer {
 public:
  double fit(const PeerCurve& curve, const PeerOptions& options, std::span<double> p) override {
    switch (p.size()) {
      case 4:
        return four_.fit(curve, options, p);
      case 5:
        return five_.fit(curve, options, p);
      case 7:
        return seven_.fit(curve, options, p);
      case 8:
        return eight_.fit(curve, options, p);
      default:
        std::abort();
    }
  }

 private:
  TinyWithParameters<4> four_;
  TinyWithParameters<5> five_;
  TinyWithParameters<7> seven_;
  TinyWithParameters<8> eight_;
};

}  // namespace

std::unique_ptr<Peer> make_ceres_qr() { return std::make_unique<Ceres>(ceres::DENSE_QR); }
std::unique_ptr<Peer> make_ceres_cholesky() {
  return std::make_unique<Ceres>(ceres::DENSE_NORMAL_CHOLESKY);
}
std::unique_ptr<Peer> make_ceres_tiny() { return std::make_unique<Tiny>(); }

}  // namespace fitd::bench
