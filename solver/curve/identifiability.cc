#include "solver/curve/identifiability.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "solver/lm/triangle_accumulator.h"

namespace fitd::curve {
namespace {

// Enough for the value; the vector is told in words.
constexpr int kIterations = 20;
constexpr double kLeftOut = 0.1;

// The parameters with a column, and their columns, scaled to unit norm: n entries each.
struct Columns {
  std::vector<int> parameters;
  std::vector<double> entries;
};

Columns unit_columns(std::span<const double> r, std::span<const int> permutation,
                     std::vector<int>& of_zero_columns) {
  const std::size_t n = permutation.size();
  Columns columns;
  for (std::size_t k = 0; k < n; ++k) {
    const auto column = r.subspan(k * n, k + 1);
    double norm = 0;
    for (const double entry : column) norm = std::hypot(norm, entry);
    if (norm == 0) {
      of_zero_columns.push_back(permutation[k]);
      continue;
    }
    columns.parameters.push_back(permutation[k]);
    for (const double entry : column) columns.entries.push_back(entry / norm);
    columns.entries.insert(columns.entries.end(), n - k - 1, 0.0);
  }
  return columns;
}

// An upper triangle A of unit columns.
class Triangle {
 public:
  explicit Triangle(Columns columns) : parameters_(std::move(columns.parameters)) {
    entries_ = std::move(columns.entries);
    if (entries_.size() == size() * size()) return;
    // Without the columns of zeros it is none: their rows are still there.
    lm::TriangleAccumulator accumulator(static_cast<int>(size()));
    accumulator.fold(entries_);
    const auto triangle = accumulator.triangle();
    entries_.assign(triangle.begin(), triangle.end());
  }

  std::size_t size() const { return parameters_.size(); }
  const std::vector<int>& parameters() const { return parameters_; }

  // Pivoting puts the columns that depend on others last: a diagonal entry of 0 is one of them.
  // The first such column, or size().
  std::size_t first_dependent() const {
    for (std::size_t k = 0; k < size(); ++k) {
      if (!(std::fabs(at(k, k)) > std::numeric_limits<double>::min())) return k;
    }
    return size();
  }

  // Row i <= k of column k.
  double at(std::size_t i, std::size_t k) const { return entries_[k * size() + i]; }

  // A v.
  std::vector<double> times(std::span<const double> v) const {
    std::vector<double> product(size(), 0.0);
    for (std::size_t k = 0; k < size(); ++k) {
      for (std::size_t i = 0; i <= k; ++i) product[i] += at(i, k) * v[k];
    }
    return product;
  }

  // A'v.
  std::vector<double> transposed_times(std::span<const double> v) const {
    std::vector<double> product(size(), 0.0);
    for (std::size_t k = 0; k < size(); ++k) {
      for (std::size_t i = 0; i <= k; ++i) product[k] += at(i, k) * v[i];
    }
    return product;
  }

  // Of the leading k x k triangle: v = A^-1 v.
  void solve(std::span<double> v) const {
    for (std::size_t k = v.size(); k-- > 0;) {
      v[k] /= at(k, k);
      for (std::size_t i = 0; i < k; ++i) v[i] -= at(i, k) * v[k];
    }
  }

  // v = A^-T v; where `grow`, v is 0 before, and each entry gets the sign that lets it grow.
  void solve_transposed(std::span<double> v, bool grow) const {
    for (std::size_t k = 0; k < v.size(); ++k) {
      double sum = 0;
      for (std::size_t i = 0; i < k; ++i) sum += at(i, k) * v[i];
      if (grow) v[k] = sum > 0 ? -1 : 1;
      v[k] = (v[k] - sum) / at(k, k);
    }
  }

 private:
  std::vector<int> parameters_;
  std::vector<double> entries_;  // size() x size(), column-major
};

// Scales v to length 1; its length before.
double normalize(std::span<double> v) {
  double norm = 0;
  for (const double entry : v) norm = std::hypot(norm, entry);
  for (double& entry : v) entry /= norm;
  return norm;
}

double largest_singular_value(const Triangle& a) {
  std::vector<double> v(a.size(), 1 / std::sqrt(static_cast<double>(a.size())));
  double square = 1;
  for (int i = 0; i < kIterations; ++i) {
    v = a.transposed_times(a.times(v));
    square = normalize(v);
  }
  return std::sqrt(square);
}

// The right singular vector of the smallest singular value, which is returned.
double smallest_singular_value(const Triangle& a, std::vector<double>& v) {
  v.assign(a.size(), 0.0);
  a.solve_transposed(v, true);
  normalize(v);
  double square = 1;
  for (int i = 0; i < kIterations; ++i) {
    if (i > 0) a.solve_transposed(v, false);
    a.solve(v);
    square = normalize(v);
  }
  return 1 / std::sqrt(square);
}

// A unit vector that A takes to 0, its column k being the first that depends on those before.
std::vector<double> null_vector(const Triangle& a, std::size_t k) {
  std::vector<double> v(a.size(), 0.0);
  for (std::size_t i = 0; i < k; ++i) v[i] = -a.at(i, k);
  a.solve(std::span(v).first(k));
  v[k] = 1;
  normalize(v);
  return v;
}

std::vector<Identifiability::Share> shares(const Triangle& a, const std::vector<double>& v) {
  std::vector<Identifiability::Share> all;
  for (std::size_t k = 0; k < v.size(); ++k) all.push_back({a.parameters()[k], v[k]});
  std::ranges::sort(all, [](const auto& left, const auto& right) {
    return std::fabs(left.share) > std::fabs(right.share);
  });
  const double least = kLeftOut * std::fabs(all.front().share);
  std::erase_if(all, [&](const auto& share) { return std::fabs(share.share) < least; });
  return all;
}

}  // namespace

Identifiability identifiability(std::span<const double> r, std::span<const int> permutation) {
  Identifiability result;
  const Triangle a(unit_columns(r, permutation, result.without_influence));
  if (a.size() < 2) return result;
  std::vector<double> v;
  if (const std::size_t k = a.first_dependent(); k < a.size()) {
    result.condition_number = std::numeric_limits<double>::infinity();
    v = null_vector(a, k);
  } else {
    const double smallest = smallest_singular_value(a, v);
    result.condition_number = std::max(1.0, largest_singular_value(a) / smallest);
  }
  result.weakest = shares(a, v);
  return result;
}

}  // namespace fitd::curve
