#include "solver/curve/normal_inverse.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace fitd::curve {
namespace {

constexpr std::size_t at(std::size_t i, std::size_t j) { return i * (i + 1) / 2 + j; }

template <std::size_t N>
using Triangle = std::array<double, at(N, 0)>;

// The Cholesky factor L of `normal`, with its diagonal inverted; false where it is ill-conditioned.
template <std::size_t N>
bool factor(std::span<const double> normal, Triangle<N>& lower) {
  constexpr double kSmallestPivot = 1e-6;
  for (std::size_t i = 0; i < N; ++i) {
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
template <std::size_t N>
void invert(Triangle<N>& lower) {
  for (std::size_t i = 1; i < N; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      double sum = 0;
      for (std::size_t k = j; k < i; ++k) sum += lower[at(i, k)] * lower[at(k, j)];
      lower[at(i, j)] = -sum * lower[at(i, i)];
    }
  }
}

template <std::size_t N>
bool inverse_of(std::span<const double> normal, std::span<double> inverse) {
  Triangle<N> lower;
  if (!factor<N>(normal, lower)) return false;
  invert<N>(lower);
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t k = i; k < N; ++k) sum += lower[at(k, i)] * lower[at(k, j)];
      inverse[i * N + j] = inverse[j * N + i] = sum;
    }
  }
  return true;
}

}  // namespace

bool inverse_of_normal(std::span<const double> normal, std::span<double> inverse) {
  constexpr std::array kBySize = {inverse_of<1>, inverse_of<2>, inverse_of<3>, inverse_of<4>,
                                  inverse_of<5>, inverse_of<6>, inverse_of<7>, inverse_of<8>};
  static_assert(kBySize.size() == kMostNormalColumns);
  std::size_t n = 1;
  while (n * n < inverse.size()) ++n;
  return kBySize[n - 1](normal, inverse);
}

}  // namespace fitd::curve
