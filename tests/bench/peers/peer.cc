#include "tests/bench/peers/peer.h"

namespace fitd::bench {

const std::vector<NamedPeer>& peers() {
  static const std::vector<NamedPeer> all = {
      {"cminpack lmder", make_cminpack}, {"Ceres TinySolver", make_ceres_tiny},
      {"Ceres QR", make_ceres_qr},       {"Ceres Cholesky", make_ceres_cholesky},
      {"GSL QR", make_gsl_qr},           {"GSL Cholesky", make_gsl_cholesky}};
  return all;
}

double chi_square(const PeerCurve& curve, std::span<const double> p, std::vector<double>& r) {
  r.resize(static_cast<std::size_t>(curve.num_points()));
  curve.residuals(p.data(), r.data());
  double sum = 0;
  for (const double value : r) sum += value * value;
  return sum;
}

}  // namespace fitd::bench
