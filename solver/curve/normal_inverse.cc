#include "solver/curve/normal_inverse.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace fitd::curve {
namespace {

using Triangle = std::array<double, kMostNormalColumns*(kMostNormalColumns + 1) / 2>;

constexpr std::size_t at(std::size_t i, std::size_t j) { return i * (i + 1) / 2 + j; }

// The Cholesky factor L of `normal`, n x n, with its diagonal inverted; false where it is
// ill-conditioned.
bool factor(std::span<const double> normal, std::size_t n, Triangle& lower) {
  constexpr double kSmallestPivot = 1e-6;
  for (std::size_t i = 0; i < n; ++i) {
    double pivot = normal[at(i, i)];
    for (std::size_t j = 0; j < i; ++j) {
      double v = normal[at(i, j)];
      for (std::size_t k = 0; k < j; ++k) v -= lower[at(i, k)] * lower[at(j, k)];
      v *= lower[at(j, j)];
      lower[at(i, j)] = v;
      pivot -= v * v;
    }
    if (!(pivot > kSmallestPivot * normal[at(i, i)])) return false;
    lower[at(i, i)] = 1 / std::sqrt(pivot);
  }
  return true;
}

// L^-1 in place.
void invert(std::size_t n, Triangle& lower) {
  for (std::size_t i = 1; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      double sum = 0;
      for (std::size_t k = j; k < i; ++k) sum += lower[at(i, k)] * lower[at(k, j)];
      lower[at(i, j)] = -sum * lower[at(i, i)];
    }
  }
}

}  // namespace

bool inverse_of_normal(std::span<const double> normal, std::span<double> inverse) {
  const auto n = static_cast<std::size_t>(std::sqrt(static_cast<double>(inverse.size())));
  Triangle lower;
  if (!factor(normal, n, lower)) return false;
  invert(n, lower);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t k = i; k < n; ++k) sum += lower[at(k, i)] * lower[at(k, j)];
      inverse[i * n + j] = inverse[j * n + i] = sum;
    }
  }
  return true;
}

}  // namespace fitd::curve
