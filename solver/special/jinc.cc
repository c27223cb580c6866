#include "solver/special/jinc.h"

#include <cmath>

namespace fitd::special {
namespace {

// sum_k (-1)^k (u/2)^(2k) / (k! (k + order)!) for |u| <= 2 (DLMF 10.2.2).
double series(double u, int order) {
  const double t = -0.25 * u * u;
  double term = order == 1 ? 1 : 0.5;
  double sum = term;
  for (int k = 1; k <= 16; ++k) {
    term *= t / (k * (k + order));
    sum += term;
  }
  return sum;
}

}  // namespace

double jinc(double u) {
  if (std::abs(u) <= 2) return series(u, 1);
  return std::isinf(u) ? 0 : 2 * ::j1(u) / u;
}

double jinc_slope(double u) {
  if (std::abs(u) <= 2) return -0.5 * u * series(u, 2);
  return std::isinf(u) ? 0 : -2 * (2 * ::j1(u) / u - ::j0(u)) / u;  // J_2 by DLMF 10.6.1
}

}  // namespace fitd::special
