#include "solver/lm/triangle_accumulator.h"

#include <cmath>

#include "solver/lm/norm.h"

namespace fitd::lm {
namespace {

// sqrt(head^2 + ||tail||^2).
double stacked_norm(double head, std::span<const double> tail) {
  NormSum sum(std::ssize(tail) + 1);
  sum.add(head);
  for (const double entry : tail) sum.add(entry);
  return sum.norm();
}

}  // namespace

void TriangleAccumulator::fold(std::span<double> block) {
  const std::size_t rows = block.size() / n_;
  for (std::size_t j = 0; j < n_; ++j) {
    const std::span<double> v = block.subspan(j * rows, rows);
    double& diagonal = triangle_[j + j * n_];
    const double norm = std::copysign(stacked_norm(diagonal, v), diagonal);
    if (norm == 0) continue;

    // The Householder vector (head, v) that turns (diagonal, column) into (-norm, 0).
    const double head = diagonal / norm + 1;
    for (double& entry : v) entry /= norm;
    diagonal = -norm;
    for (std::size_t k = j + 1; k < n_; ++k) {
      const std::span<double> column = block.subspan(k * rows, rows);
      double& above = triangle_[j + k * n_];
      double sum = head * above;
      for (std::size_t i = 0; i < rows; ++i) sum += v[i] * column[i];
      const double factor = sum / head;
      above -= factor * head;
      for (std::size_t i = 0; i < rows; ++i) column[i] -= factor * v[i];
    }
  }
}

}  // namespace fitd::lm
