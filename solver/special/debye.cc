#include "solver/special/debye.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "solver/special/elementary.h"

namespace fitd::special {
namespace {

constexpr double kSeriesEnds = 3;

// B_2k/(2k)! (3 - 6k)/(2k + 3), k = 1..26: the coefficients of u^(2k), whose series converges for
// |u| < 2 pi (from DLMF 24.2.1, term by term).
constexpr std::array<double, 26> kSeries = {-0.05,
                                            0.00178571428571428571,
                                            -0.0000551146384479717813,
                                            1.57828282828282828e-6,
                                            -4.33594183594183594e-8,
                                            1.1625218305112485e-9,
                                            -3.07011132174530867e-11,
                                            8.02819017550085416e-13,
                                            -2.08518649938176225e-14,
                                            5.38989199207867508e-16,
                                            -1.38826871274677784e-17,
                                            3.56614097526320041e-19,
                                            -9.14148372317965725e-21,
                                            2.33946745674206869e-22,
                                            -5.9791473743448008e-24,
                                            1.52647294915747094e-25,
                                            -3.89356959691544933e-27,
                                            9.92383253256045048e-29,
                                            -2.52775000618914624e-30,
                                            6.43506099155752796e-32,
                                            -1.63745028174511671e-33,
                                            4.16492936375339242e-35,
                                            -1.05899458558431717e-36,
                                            2.69181526126114399e-38,
                                            -6.8403455754245302e-40,
                                            1.73782316636104325e-41};

// int_u^infinity t^4 exp(t)/(exp(t) - 1)^2 dt, u >= 3: sum_k k int_u^infinity t^4 exp(-kt) dt.
double rest(double u) {
  const double decay = std::exp(-u);
  double power = 1;
  double sum = 0;
  for (int k = 1; k <= 14; ++k) {
    power *= decay;
    const double r = 1.0 / k;
    const double at_k = (((24 * r + 24 * u) * r + 12 * u * u) * r + 4 * u * u * u) * r;
    sum += power * (at_k + u * u * u * u);
  }
  return sum;
}

}  // namespace

double debye_heat(double u) {
  u = std::abs(u);
  if (u <= kSeriesEnds) {
    double sum = 0;
    for (std::size_t k = kSeries.size(); k-- > 0;) sum = (sum + kSeries[k]) * (u * u);
    return 1 + sum;
  }
  constexpr double kWhole = 25.975757609067316596;  // 4 pi^4/15
  const double part = u < 60 ? kWhole - rest(u) : kWhole;
  return 3 * part / u / u / u;
}

double debye_heat_slope(double u) {
  const double size = std::abs(u);
  if (size <= kSeriesEnds) {
    double sum = 0;
    for (std::size_t k = kSeries.size(); k-- > 0;) {
      sum = sum * (u * u) + static_cast<double>(2 * k + 2) * kSeries[k];
    }
    return sum * u;
  }
  // u^2 exp(u)/(exp(u) - 1)^2 is a product of two bernoulli().
  const double end = size < 700 ? bernoulli(size) * bernoulli(-size) : 0;
  return std::copysign(3 / size * (end - debye_heat(size)), -u);
}

}  // namespace fitd::special
