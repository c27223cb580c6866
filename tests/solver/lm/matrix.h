// Small dense matrices for tests: column-major, seeded.
#ifndef FITD_TESTS_SOLVER_LM_MATRIX_H_
#define FITD_TESTS_SOLVER_LM_MATRIX_H_

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace fitd::test {

struct Matrix {
  Matrix(std::size_t rows, std::size_t columns)
      : m(rows), n(columns), entries(rows * columns, 0.0) {}

  double& operator()(std::size_t i, std::size_t j) { return entries[i + j * m]; }
  double operator()(std::size_t i, std::size_t j) const { return entries[i + j * m]; }

  std::size_t m;
  std::size_t n;
  std::vector<double> entries;
};

// Uniform in [-1, 1); the same everywhere, as the generator's bits are prescribed.
inline std::vector<double> random_vector(std::size_t size, unsigned seed) {
  std::mt19937_64 generator(seed);
  std::vector<double> v(size);
  for (double& entry : v) entry = static_cast<double>(generator() >> 11) * 0x1p-52 - 1;
  return v;
}

inline Matrix random_matrix(std::size_t m, std::size_t n, unsigned seed) {
  Matrix a(m, n);
  a.entries = random_vector(m * n, seed);
  return a;
}

// a'a.
inline Matrix gram(const Matrix& a) {
  Matrix g(a.n, a.n);
  for (std::size_t j = 0; j < a.n; ++j) {
    for (std::size_t i = 0; i < a.n; ++i) {
      for (std::size_t k = 0; k < a.m; ++k) g(i, j) += a(k, i) * a(k, j);
    }
  }
  return g;
}

inline std::vector<double> product(const Matrix& a, const std::vector<double>& x) {
  std::vector<double> y(a.m, 0.0);
  for (std::size_t j = 0; j < a.n; ++j) {
    for (std::size_t i = 0; i < a.m; ++i) y[i] += a(i, j) * x[j];
  }
  return y;
}

inline std::vector<double> transposed_product(const Matrix& a, const std::vector<double>& y) {
  std::vector<double> x(a.n, 0.0);
  for (std::size_t j = 0; j < a.n; ++j) {
    for (std::size_t i = 0; i < a.m; ++i) x[j] += a(i, j) * y[i];
  }
  return x;
}

inline double norm(const std::vector<double>& v) {
  double sum = 0;
  for (const double entry : v) sum += entry * entry;
  return std::sqrt(sum);
}

}  // namespace fitd::test

#endif  // FITD_TESTS_SOLVER_LM_MATRIX_H_
