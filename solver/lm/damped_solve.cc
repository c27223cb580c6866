#include "solver/lm/damped_solve.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace fitd::lm {
namespace {

struct Rotation {
  double cosine;
  double sine;
};

// The rotation that makes `below` zero against `pivot`; below != 0.
Rotation rotation(double pivot, double below) {
  if (std::fabs(pivot) < std::fabs(below)) {
    const double cotangent = pivot / below;
    const double sine = 0.5 / std::sqrt(0.25 + 0.25 * (cotangent * cotangent));
    return {sine * cotangent, sine};
  }
  const double tangent = below / pivot;
  const double cosine = 0.5 / std::sqrt(0.25 + 0.25 * (tangent * tangent));
  return {cosine, cosine * tangent};
}

// Copies R's upper triangle into the lower, where S will grow; diagonal included.
void mirror(std::span<double> r, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = j + 1; i < n; ++i) r[i + j * n] = r[j + i * n];
  }
}

// Rotates the row (0 .. 0, damping at j, 0 .. 0) into the triangle, and `below`, its right-hand
// side that starts as 0, into rhs.
void rotate_in(std::span<double> r, std::size_t n, std::size_t j, double damping,
               DampedTriangle& triangle) {
  const std::span<double> row = triangle.row;
  const std::span<double> rhs = triangle.rhs;
  std::fill(row.begin() + static_cast<std::ptrdiff_t>(j), row.end(), 0.0);
  row[j] = damping;
  double below = 0;
  for (std::size_t k = j; k < n; ++k) {
    if (row[k] == 0) continue;
    double* s = r.data() + k * n;  // row k of S, from its diagonal
    const auto [cosine, sine] = rotation(s[k], row[k]);
    s[k] = cosine * s[k] + sine * row[k];
    const double above = cosine * rhs[k] + sine * below;
    below = -sine * rhs[k] + cosine * below;
    rhs[k] = above;
    for (std::size_t i = k + 1; i < n; ++i) {
      const double upper = cosine * s[i] + sine * row[i];
      row[i] = -sine * s[i] + cosine * row[i];
      s[i] = upper;
    }
  }
}

// Solves S z = rhs in place, basic where S is singular.
void back_substitute(std::span<const double> r, std::size_t n, DampedTriangle& triangle) {
  const std::span<const double> diagonal = triangle.diagonal;
  const std::span<double> z = triangle.rhs;
  const auto rank =
      static_cast<std::size_t>(std::find(diagonal.begin(), diagonal.end(), 0.0) - diagonal.begin());
  std::fill(z.begin() + static_cast<std::ptrdiff_t>(rank), z.end(), 0.0);
  for (std::size_t j = rank; j-- > 0;) {
    double sum = 0;
    for (std::size_t i = j + 1; i < rank; ++i) sum += r[i + j * n] * z[i];
    z[j] = (z[j] - sum) / diagonal[j];
  }
}

}  // namespace

void DampedTriangle::resize(int n) {
  const auto size = static_cast<std::size_t>(n);
  diagonal.resize(size);
  row.resize(size);
  rhs.resize(size);
}

bool damped_solve(const Linearization& model, std::span<const double> damping,
                  DampedTriangle& triangle, std::span<double> x, PacedPoll& poll) {
  const std::size_t n = model.qtf.size();
  const std::span<double> r = model.r;
  mirror(r, n);
  std::copy(model.qtf.begin(), model.qtf.end(), triangle.rhs.begin());
  for (std::size_t j = 0; j < n; ++j) triangle.diagonal[j] = r[j + j * n];

  // Until row j is done, triangle.diagonal[j] keeps R's entry and r's diagonal grows into S's.
  bool interrupted = false;
  for (std::size_t j = 0; j < n; ++j) {
    const double d = damping[static_cast<std::size_t>(model.permutation[j])];
    if (d != 0 && !interrupted) rotate_in(r, n, j, d, triangle);
    std::swap(triangle.diagonal[j], r[j + j * n]);
    interrupted |= poll.interrupted_after(static_cast<std::int64_t>(2 * (n - j) * (n - j)));
  }
  if (interrupted) return false;

  back_substitute(r, n, triangle);
  for (std::size_t j = 0; j < n; ++j) {
    x[static_cast<std::size_t>(model.permutation[j])] = triangle.rhs[j];
  }
  return true;
}

}  // namespace fitd::lm
