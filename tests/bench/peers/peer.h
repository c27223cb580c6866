// The solvers that fitd is measured against, one interface for all: Debian's cminpack, Ceres, GSL.
#ifndef FITD_TESTS_BENCH_PEERS_PEER_H_
#define FITD_TESTS_BENCH_PEERS_PEER_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tests/bench/peers/curve.h"

namespace fitd::bench {

struct PeerOptions {
  double ftol = 1e-8;
  double xtol = 1e-8;
  int max_evaluations = 2000;
};

// Fits one curve after the other. Not thread-safe.
class Peer {
 public:
  virtual ~Peer() = default;

  // Improves `p` from the start it holds; returns the sum of squared residuals there.
  virtual double fit(const PeerCurve& curve, const PeerOptions& options, std::span<double> p) = 0;
};

struct NamedPeer {
  std::string name;
  std::unique_ptr<Peer> (*make)();
};

// lmder.
std::unique_ptr<Peer> make_cminpack();

// ceres::Solver by dense QR or by the normal equations; ceres::TinySolver (4, 5, 7 or 8
// parameters).
std::unique_ptr<Peer> make_ceres_qr();
std::unique_ptr<Peer> make_ceres_cholesky();
std::unique_ptr<Peer> make_ceres_tiny();

// gsl_multifit_nlinear with Levenberg-Marquardt, More's scaling.
std::unique_ptr<Peer> make_gsl_qr();
std::unique_ptr<Peer> make_gsl_cholesky();

// All of the above, cminpack first.
const std::vector<NamedPeer>& peers();

// The sum of squares of what `curve` gives at p; `r` holds m.
double chi_square(const PeerCurve& curve, std::span<const double> p, std::vector<double>& r);

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_PEERS_PEER_H_
