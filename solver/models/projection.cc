#include "solver/models/projection.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace fitd::models {
namespace {

constexpr std::size_t kMostTerms = 16;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// v / max|v|; returns the maximum, 0 if there is anything non-finite or nothing but zeros.
double normalize(std::vector<double>& v) {
  double largest = 0;
  for (const double a : v) {
    if (!std::isfinite(a)) return 0;
    largest = std::max(largest, std::abs(a));
  }
  if (largest > 0) {
    for (double& a : v) a /= largest;
  }
  return largest;
}

struct LinearFit {
  std::vector<double> c;
  double misfit;
};

// Modified Gram-Schmidt, orthogonalised twice; y is normalised to max 1.
LinearFit fit_normalized(std::vector<std::vector<double>> columns, const std::vector<double>& y) {
  const std::size_t n = columns.size();
  std::vector<double> scales(n);
  std::vector<double> r(n * n, 0.0);
  std::vector<double> qty(n, 0.0);
  std::vector<double> rest = y;
  for (std::size_t k = 0; k < n; ++k) {
    scales[k] = normalize(columns[k]);
    const double before = scales[k] > 0 ? std::sqrt(dot(columns[k], columns[k])) : 0;
    for (int pass = 0; pass < 2 && before > 0; ++pass) {
      for (std::size_t j = 0; j < k; ++j) {
        if (r[j * n + j] == 0) continue;
        const double projection = dot(columns[j], columns[k]);
        r[j * n + k] += projection;
        for (std::size_t i = 0; i < y.size(); ++i) columns[k][i] -= projection * columns[j][i];
      }
    }
    const double norm = before > 0 ? std::sqrt(dot(columns[k], columns[k])) : 0;
    if (!(norm > 1e-11 * before)) continue;  // depends on earlier columns: coefficient 0
    r[k * n + k] = norm;
    for (double& a : columns[k]) a /= norm;
    qty[k] = dot(columns[k], rest);
    for (std::size_t i = 0; i < y.size(); ++i) rest[i] -= qty[k] * columns[k][i];
  }
  LinearFit fit{std::vector<double>(n, 0.0), dot(rest, rest)};
  for (std::size_t k = n; k-- > 0;) {
    if (r[k * n + k] == 0) continue;
    double sum = qty[k];
    for (std::size_t j = k + 1; j < n; ++j) sum -= r[k * n + j] * fit.c[j] * scales[j];
    fit.c[k] = sum / r[k * n + k] / scales[k];
    if (!std::isfinite(fit.c[k])) fit.c[k] = 0;
  }
  return fit;
}

// The data and basis of one projection, y normalised.
class Search {
 public:
  Search(const Points& points, std::size_t terms, Basis basis)
      : x_(points.x), y_(points.y), terms_(terms), basis_(basis) {
    assert(terms <= kMostTerms);
    scale_ = normalize(y_);
    norm_ = std::max(dot(y_, y_), std::numeric_limits<double>::min());
  }

  Projection at(const Candidate& s) const {
    std::vector<std::vector<double>> columns(terms_, std::vector<double>(x_.size()));
    std::array<double, kMostTerms> phi{};
    for (std::size_t i = 0; i < x_.size(); ++i) {
      basis_(x_[i], s.data(), phi.data());
      for (std::size_t k = 0; k < terms_; ++k) {
        if (!std::isfinite(phi[k])) return {s, std::vector<double>(terms_, 0.0), kInfinity};
        columns[k][i] = phi[k];
      }
    }
    LinearFit fit = fit_normalized(std::move(columns), y_);
    for (double& c : fit.c) {
      c *= scale_;
      if (!std::isfinite(c)) c = 0;
    }
    return {s, std::move(fit.c), fit.misfit / norm_};
  }

 private:
  const std::vector<double>& x_;
  std::vector<double> y_;
  std::size_t terms_;
  Basis basis_;
  double scale_ = 0;
  double norm_ = 0;
};

// Moves one coordinate at a time while that helps, halving the steps when none does.
void refine(const Search& search, Projection& best, std::vector<double> steps) {
  constexpr int kHalvings = 10;
  constexpr int kMoves = 60;
  int moves = 0;
  for (int halvings = 0; halvings < kHalvings && best.misfit > 1e-24;) {
    bool moved = false;
    for (std::size_t j = 0; j < steps.size(); ++j) {
      for (const double sign : {1.0, -1.0}) {
        Candidate s = best.s;
        s[j] += sign * steps[j];
        Projection trial = search.at(s);
        if (trial.misfit < best.misfit) {
          best = std::move(trial);
          moved = true;
          break;
        }
      }
    }
    if (moved && ++moves < kMoves) continue;
    for (double& step : steps) step /= 2;
    ++halvings;
  }
}

}  // namespace

std::vector<double> linear_fit(const std::vector<std::vector<double>>& columns,
                               std::span<const double> y) {
  std::vector<double> normal_y(y.begin(), y.end());
  const double scale = normalize(normal_y);
  std::vector<double> c = fit_normalized(columns, normal_y).c;
  for (double& v : c) {
    v *= scale;
    if (!std::isfinite(v)) v = 0;
  }
  return c;
}

Projection project(const Points& points, std::size_t terms, Basis basis,
                   const std::vector<Candidate>& candidates, const std::vector<double>& steps) {
  const Search search(points, terms, basis);
  Projection best = search.at(candidates.front());
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    Projection trial = search.at(candidates[i]);
    if (trial.misfit < best.misfit) best = std::move(trial);
  }
  if (best.misfit == kInfinity) return best;
  std::vector<double> first_steps(best.s.size());
  for (std::size_t j = 0; j < first_steps.size(); ++j) {
    const bool given = j < steps.size() && steps[j] != 0;
    first_steps[j] = given ? steps[j] : 0.3 * std::abs(best.s[j]);
  }
  refine(search, best, first_steps);
  return best;
}

std::vector<Candidate> each(const std::vector<double>& a) {
  std::vector<Candidate> all;
  for (const double u : a) all.push_back({u});
  return all;
}

std::vector<Candidate> all_pairs(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<Candidate> all;
  for (const double u : a) {
    for (const double v : b) all.push_back({u, v});
  }
  return all;
}

std::vector<Candidate> all_triples(const std::vector<double>& a, const std::vector<double>& b,
                                   const std::vector<double>& c) {
  std::vector<Candidate> all;
  for (const Candidate& pair : all_pairs(a, b)) {
    for (const double w : c) all.push_back({pair[0], pair[1], w});
  }
  return all;
}

std::vector<Candidate> ordered_pairs(const std::vector<double>& a) {
  std::vector<Candidate> all;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = i + 1; j < a.size(); ++j) all.push_back({a[i], a[j]});
  }
  return all;
}

std::vector<double> scaled(double scale, std::initializer_list<double> factors) {
  std::vector<double> values;
  for (const double factor : factors) values.push_back(scale * factor);
  return values;
}

}  // namespace fitd::models
