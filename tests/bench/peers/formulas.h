// The formulas of the workloads, as a careful user of a peer would write them: the exponentials of
// a point once for its value and derivatives.
#ifndef FITD_TESTS_BENCH_PEERS_FORMULAS_H_
#define FITD_TESTS_BENCH_PEERS_FORMULAS_H_

#include <array>
#include <cmath>

namespace fitd::bench {

// height exp(-((x - center)/sigma)^2/2), its parameters from p on.
inline double gaussian_by_height(double x, const double* p, double* d) {
  const double u = (x - p[1]) / p[2];
  const double e = std::exp(-0.5 * u * u);
  if (d != nullptr) {
    d[0] = e;
    d[1] = p[0] * e * u / p[2];
    d[2] = d[1] * u;
  }
  return p[0] * e;
}

// fitd's gaussian_offset: amplitude (the height), center, sigma, offset.
struct GaussianOffset {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;
  static double at(const std::array<double, 1>& x, const double* p, double* d) {
    if (d != nullptr) d[3] = 1;
    return gaussian_by_height(x[0], p, d) + p[3];
  }
};

// fitd's gauss_2d: amplitude (the height), x0, y0, sigma, offset.
struct Gauss2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 5;
  static double at(const std::array<double, 2>& x, const double* p, double* d) {
    const double u = (x[0] - p[1]) / p[3];
    const double v = (x[1] - p[2]) / p[3];
    const double e = std::exp(-0.5 * (u * u + v * v));
    if (d != nullptr) {
      const double slope = p[0] * e / p[3];
      d[0] = e;
      d[1] = slope * u;
      d[2] = slope * v;
      d[3] = slope * (u * u + v * v);
      d[4] = 1;
    }
    return p[0] * e + p[4];
  }
};

// fitd's triexponential: three of amplitude exp(-x/time), and an offset.
struct Triexponential {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 7;
  static double at(const std::array<double, 1>& x, const double* p, double* d) {
    double sum = p[6];
    if (d != nullptr) d[6] = 1;
    for (int k = 0; k < 6; k += 2) {
      const double e = std::exp(-x[0] / p[k + 1]);
      if (d != nullptr) {
        d[k] = e;
        d[k + 1] = p[k] * e * x[0] / (p[k + 1] * p[k + 1]);
      }
      sum += p[k] * e;
    }
    return sum;
  }
};

// Two Gaussians by height, center and sigma, and a line: slope, intercept.
struct TwoGaussiansAndLine {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 8;
  static double at(const std::array<double, 1>& x, const double* p, double* d) {
    if (d != nullptr) {
      d[6] = x[0];
      d[7] = 1;
    }
    const double first = gaussian_by_height(x[0], p, d);
    const double second = gaussian_by_height(x[0], p + 3, d == nullptr ? nullptr : d + 3);
    return first + second + p[6] * x[0] + p[7];
  }
};

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_PEERS_FORMULAS_H_
