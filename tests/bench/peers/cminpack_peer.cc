#include <cminpack.h>

#include "tests/bench/peers/peer.h"

namespace fitd::bench {
namespace {

int callback(void* curve, int m, int, const double* x, double* fvec, double* fjac, int, int iflag) {
  const auto& c = *static_cast<const PeerCurve*>(curve);
  if (iflag == 1) c.residuals(x, fvec);
  if (iflag == 2) c.jacobian(x, fjac, 1, static_cast<std::size_t>(m));
  return 0;
}

// Its arrays are kept from fit to fit, as a careful user would.
class Cminpack final : public Peer {
 public:
  double fit(const PeerCurve& curve, const PeerOptions& options, std::span<double> p) override {
    const int m = curve.num_points();
    const int n = curve.num_parameters();
    const auto rows = static_cast<std::size_t>(m);
    const auto columns = static_cast<std::size_t>(n);
    fvec_.resize(rows);
    wa4_.resize(rows);
    fjac_.resize(rows * columns);
    work_.resize(5 * columns);
    ipvt_.resize(columns);
    double* const wa = work_.data();
    int nfev = 0;
    int njev = 0;
    lmder(callback, const_cast<PeerCurve*>(&curve), m, n, p.data(), fvec_.data(), fjac_.data(), m,
          options.ftol, options.xtol, 0, options.max_evaluations, wa, 1, 100, 0, &nfev, &njev,
          ipvt_.data(), wa + columns, wa + 2 * columns, wa + 3 * columns, wa + 4 * columns,
          wa4_.data());
    const double norm = enorm(m, fvec_.data());
    return norm * norm;
  }

 private:
  std::vector<double> fvec_;
  std::vector<double> wa4_;
  std::vector<double> fjac_;
  std::vector<double> work_;
  std::vector<int> ipvt_;
};

}  // namespace

std::unique_ptr<Peer> make_cminpack() { return std::make_unique<Cminpack>(); }

}  // namespace fitd::bench
