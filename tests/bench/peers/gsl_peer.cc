#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit_nlinear.h>

#include "tests/bench/peers/peer.h"

namespace fitd::bench {
namespace {

int residuals(const gsl_vector* p, void* curve, gsl_vector* r) {
  static_cast<const PeerCurve*>(curve)->residuals(p->data, r->data);
  return GSL_SUCCESS;
}

int jacobian(const gsl_vector* p, void* curve, gsl_matrix* j) {
  static_cast<const PeerCurve*>(curve)->jacobian(p->data, j->data, j->tda, 1);
  return GSL_SUCCESS;
}

// The workspace is kept while the sizes stay.
class Gsl final : public Peer {
 public:
  explicit Gsl(const gsl_multifit_nlinear_solver* solver) {
    gsl_set_error_handler_off();
    parameters_ = gsl_multifit_nlinear_default_parameters();
    parameters_.trs = gsl_multifit_nlinear_trs_lm;
    parameters_.scale = gsl_multifit_nlinear_scale_more;
    parameters_.solver = solver;
  }
  ~Gsl() override { gsl_multifit_nlinear_free(workspace_); }
  Gsl(const Gsl&) = delete;
  Gsl& operator=(const Gsl&) = delete;

  double fit(const PeerCurve& curve, const PeerOptions& options, std::span<double> p) override {
    gsl_multifit_nlinear_fdf problem{};
    problem.f = residuals;
    problem.df = jacobian;
    problem.n = static_cast<std::size_t>(curve.num_points());
    problem.p = p.size();
    problem.params = const_cast<PeerCurve*>(&curve);
    if (workspace_ == nullptr || problem.n != rows_ || problem.p != columns_) {
      gsl_multifit_nlinear_free(workspace_);
      rows_ = problem.n;
      columns_ = problem.p;
      workspace_ =
          gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &parameters_, rows_, columns_);
    }
    const auto start = gsl_vector_const_view_array(p.data(), p.size());
    gsl_multifit_nlinear_init(&start.vector, &problem, workspace_);
    int info = 0;
    gsl_multifit_nlinear_driver(static_cast<std::size_t>(options.max_evaluations), options.xtol, 0,
                                options.ftol, nullptr, nullptr, &info, workspace_);
    const gsl_vector* x = gsl_multifit_nlinear_position(workspace_);
    for (std::size_t k = 0; k < p.size(); ++k) p[k] = gsl_vector_get(x, k);
    double sum = 0;
    const gsl_vector* r = gsl_multifit_nlinear_residual(workspace_);
    gsl_blas_ddot(r, r, &sum);
    return sum;
  }

 private:
  gsl_multifit_nlinear_parameters parameters_;
  gsl_multifit_nlinear_workspace* workspace_ = nullptr;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
};

}  // namespace

std::unique_ptr<Peer> make_gsl_qr() {
  return std::make_unique<Gsl>(gsl_multifit_nlinear_solver_qr);
}
std::unique_ptr<Peer> make_gsl_cholesky() {
  return std::make_unique<Gsl>(gsl_multifit_nlinear_solver_cholesky);
}

}  // namespace fitd::bench
