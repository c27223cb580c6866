#include "solver/special/elementary.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace fitd::special {
namespace {

template <std::size_t N>
double polynomial(const std::array<double, N>& c, double x) {
  double sum = 0;
  for (std::size_t k = N; k-- > 0;) sum = sum * x + c[k];
  return sum;
}

// coth(u) - 1/u = u * sum_k c_k u^(2k), |u| < pi.
constexpr std::array<double, 12> kLangevin = {
    1.0 / 3.0,
    -1.0 / 45.0,
    2.0 / 945.0,
    -1.0 / 4725.0,
    2.0 / 93555.0,
    -1382.0 / 638512875.0,
    4.0 / 18243225.0,
    -3617.0 / 162820783125.0,
    87734.0 / 38979295480125.0,
    -349222.0 / 1531329465290625.0,
    310732.0 / 13447856940643125.0,
    -472728182.0 / 201919571963756521875.0,
};
constexpr double kLangevinSeries = 0.7;  // below it the series is exact to rounding

}  // namespace

double logistic(double t) { return 1 / (1 + std::exp(-t)); }

double logistic_slope(double t) { return logistic(t) * logistic(-t); }

double softplus(double t) { return std::fmax(t, 0) + std::log1p(std::exp(-std::abs(t))); }

double hill(double u, double b) { return 1 / (1 + std::pow(u, -b)); }

HillSlopes hill_slopes(double u, double b) {
  const double w = std::pow(u, -b);
  const double s = 1 / (1 + w);
  const double rest = w <= 1 ? w * s : 1 - s;
  if (u == 0) return {b == 0 ? 0 : b * std::pow(u, std::abs(b) - 1), 0};
  if (s == 0 || rest == 0) return {0, 0};
  return {s * rest * b / u, s * rest * std::log(u)};
}

double bernoulli(double u) { return u == 0 ? 1 : u > 800 ? 0 : u / std::expm1(u); }

double bernoulli_slope(double u) {
  // f' = -1/2 + sum_k B_2k u^(2k - 1)/(2k - 1)!.
  static constexpr std::array<double, 8> kSeries = {1.0 / 6,
                                                    -1.0 / 180,
                                                    1.0 / 5040,
                                                    -1.0 / 151200,
                                                    1.0 / 4790016,
                                                    -691.0 / 2730 / 39916800,
                                                    7.0 / 6 / 6227020800.0,
                                                    -3617.0 / 510 / 1307674368000.0};
  if (std::abs(u) < 0.7) return -0.5 + u * polynomial(kSeries, u * u);
  return bernoulli(u) / u * (1 - bernoulli(-u));  // f' = f(u)/u (1 - f(-u))
}

double langevin(double u) {
  if (std::abs(u) < kLangevinSeries) return u * polynomial(kLangevin, u * u);
  return 1 / std::tanh(u) - 1 / u;
}

double langevin_slope(double u) {
  if (std::abs(u) < kLangevinSeries) {
    std::array<double, kLangevin.size()> c = kLangevin;
    for (std::size_t k = 0; k < c.size(); ++k) c[k] *= static_cast<double>(2 * k + 1);
    return polynomial(c, u * u);
  }
  const double csch = 1 / std::sinh(u);
  return 1 / u / u - csch * csch;
}

}  // namespace fitd::special
