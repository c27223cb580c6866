#include "server/y_covariance.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/arrays.h"
#include "solver/curve/whitening.h"

namespace fitd::server {
namespace {

constexpr char kField[] = "y_covariance";
constexpr std::int64_t kMaxPoints = 5000;
constexpr double kAsymmetry = 1e-10;
constexpr int kNamedPairs = 3;

// Which elements are those of two points that count; empty: all.
std::vector<bool> elements_that_count(const std::vector<bool>& counts) {
  const std::size_t m = counts.size();
  std::vector<bool> elements(m * m);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; counts[i] && j < m; ++j) elements[i * m + j] = counts[j];
  }
  return elements;
}

bool validate_size(const v1::Array& array, std::int64_t m, Violations& violations) {
  if (m > kMaxPoints) {
    violations.add(kField, absl::StrCat("stands beside ", m, " values of y; at most ", kMaxPoints,
                                        " may be correlated"));
    return false;
  }
  if (element_count(array) != m * m) {
    violations.add(kField, absl::StrCat("has ", element_count(array), " values, but y has ", m,
                                        ", for which it needs ", m, " x ", m));
    return false;
  }
  if (!array.shape().empty() &&
      !(array.shape_size() == 2 && array.shape(0) == m && array.shape(1) == m)) {
    violations.add(absl::StrCat(kField, ".shape"), absl::StrCat("must be [", m, ", ", m, "]"));
    return false;
  }
  return true;
}

// Element (i, j) of a covariance of m points.
struct Element {
  const v1::Array& array;
  std::int64_t m;

  double at(std::int64_t i, std::int64_t j) const { return element(array, i * m + j); }
};

void validate_variances(const Element& c, const std::vector<bool>& counts, Violations& violations) {
  int wrong = 0;
  for (std::int64_t i = 0; i < c.m; ++i) {
    if (!counts.empty() && !counts[static_cast<std::size_t>(i)]) continue;
    const double variance = c.at(i, i);
    if (!std::isfinite(variance) || variance > 0 || ++wrong > kNamedPairs) continue;
    violations.add(absl::StrCat(kField, "[", i, ", ", i, "]"),
                   is_but_must(variance, "> 0, a variance"));
  }
}

void validate_symmetry(const Element& c, const std::vector<bool>& counts, Violations& violations) {
  int wrong = 0;
  const auto skips = [&](std::int64_t i) {
    return !counts.empty() && !counts[static_cast<std::size_t>(i)];
  };
  for (std::int64_t i = 0; i < c.m; ++i) {
    if (skips(i)) continue;
    for (std::int64_t j = 0; j < i; ++j) {
      const double below = c.at(i, j);
      const double above = c.at(j, i);
      if (below == above || skips(j)) continue;
      const double allowed = kAsymmetry * std::sqrt(c.at(i, i)) * std::sqrt(c.at(j, j));
      if (!(std::fabs(below - above) > allowed) || ++wrong > kNamedPairs) continue;
      violations.add(absl::StrCat(kField, "[", i, ", ", j, "]"),
                     absl::StrCat("is ", number(below), ", but [", j, ", ", i, "] is ",
                                  number(above), "; must be symmetric"));
    }
  }
  if (wrong > kNamedPairs) {
    violations.add(kField, absl::StrCat("has ", wrong - kNamedPairs, " more such pairs"));
  }
}

}  // namespace

void validate_y_covariance(const v1::FitRequest& request, std::int64_t m,
                           const std::vector<bool>& counts, Violations& violations) {
  if (!request.has_y_covariance()) return;
  const v1::Array& array = request.y_covariance();
  if (request.has_sigma()) {
    violations.add(kField, "stands beside sigma; give the one or the other");
  }
  if (request.loss().kind() == v1::LOSS_KIND_POISSON) {
    violations.add(kField, "stands beside LOSS_KIND_POISSON, by which counts are independent");
  }
  if (array.payload_case() != v1::Array::PAYLOAD_NOT_SET && !validate_size(array, m, violations)) {
    return;
  }
  const std::size_t before = violations.count();
  validate_array(array, kField, ElementRule::kFinite, violations, elements_that_count(counts));
  if (violations.count() > before || m == 0) return;
  validate_variances({array, m}, counts, violations);
  if (violations.count() == before) validate_symmetry({array, m}, counts, violations);
}

std::int64_t y_covariance_memory(const v1::FitRequest& request, std::int64_t m) {
  return request.has_y_covariance() && m <= kMaxPoints ? 8 * m * m : 0;
}

std::vector<double> take_y_covariance(v1::Array& covariance, const std::vector<bool>& counts) {
  std::vector<double> c = to_vector(covariance);
  release(covariance);
  if (std::find(counts.begin(), counts.end(), false) == counts.end()) return c;
  std::size_t kept = 0;
  const std::size_t m = counts.size();
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; counts[i] && j < m; ++j) {
      if (counts[j]) c[kept++] = c[i * m + j];
    }
  }
  c.resize(kept);
  c.shrink_to_fit();
  return c;
}

absl::Status factor_y_covariance(FitJob& job, const std::stop_token& stop) {
  if (job.y_covariance.empty()) return absl::OkStatus();
  const curve::Factored factored =
      curve::factor_covariance(job.y_covariance, job.y.size(), lm::Interrupt(stop));
  if (factored.interrupted) return absl::CancelledError("the fit was cancelled");
  if (!factored.bad) return absl::OkStatus();
  const auto row = static_cast<std::size_t>(factored.bad->row);
  const std::int64_t place = job.places.empty() ? factored.bad->row : job.places[row];
  Violations violations;
  violations.add(kField, absl::StrCat("is not positive definite: with point ", place,
                                      " the pivot is ", number(factored.bad->value)));
  return violations.status();
}

}  // namespace fitd::server
