#include "server/used_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "server/arrays.h"
#include "server/validate_data.h"

namespace fitd::server {
namespace {

// Takes out the points at which `array` is not finite.
void omit_non_finite(const v1::Array& array, std::vector<bool>& counts) {
  if (element_count(array) != std::ssize(counts)) return;
  constexpr std::size_t kBlock = 4096;
  std::vector<double> block(std::min(kBlock, counts.size()));
  for (std::size_t first = 0; first < counts.size(); first += kBlock) {
    const auto part = std::span(block).first(std::min(kBlock, counts.size() - first));
    read_elements(array, static_cast<std::int64_t>(first), part);
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (!std::isfinite(part[i])) counts[first + i] = false;
    }
  }
}

}  // namespace

bool may_omit(const v1::FitRequest& request) {
  return request.mask_size() > 0 || request.nan_policy() == v1::NAN_POLICY_OMIT;
}

std::vector<bool> points_that_count(const v1::FitRequest& request, const models::Model& model) {
  if (!may_omit(request)) return {};
  const std::int64_t m = element_count(request.y());
  std::vector<bool> counts(static_cast<std::size_t>(m), true);
  if (request.mask_size() == m) counts.assign(request.mask().begin(), request.mask().end());
  if (request.nan_policy() != v1::NAN_POLICY_OMIT) return counts;
  omit_non_finite(request.y(), counts);
  omit_non_finite(request.sigma(), counts);
  for (int k = 0; k < model.num_predictors(); ++k) {
    const v1::Array* predictor = find_predictor(request.predictors(), model, k);
    if (predictor != nullptr) omit_non_finite(*predictor, counts);
  }
  return counts;
}

void validate_points(const v1::FitRequest& request, std::int64_t m, Violations& violations) {
  if (request.mask_size() > 0 && request.mask_size() != m) {
    violations.add("mask", absl::StrCat("has ", request.mask_size(), " values, but y has ", m));
  }
  if (!v1::NanPolicy_IsValid(request.nan_policy())) {
    violations.add("nan_policy", absl::StrCat("is ", static_cast<int>(request.nan_policy()),
                                              ", not a NanPolicy"));
  }
}

std::vector<double> kept(const std::vector<double>& values, const std::vector<bool>& counts) {
  std::vector<double> result;
  result.reserve(static_cast<std::size_t>(std::count(counts.begin(), counts.end(), true)));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (counts[i]) result.push_back(values[i]);
  }
  return result;
}

std::vector<double> values_where_finite(const models::Model& model,
                                        std::span<const std::vector<double>> predictors,
                                        std::span<const double> parameters) {
  const std::vector<std::span<const double>> spans(predictors.begin(), predictors.end());
  std::vector<double> f(spans.front().size());
  constexpr std::size_t kBlock = 256;
  for (std::size_t first = 0; first < f.size(); first += kBlock) {
    const std::size_t rows = std::min(kBlock, f.size() - first);
    model.values(spans, first, parameters, std::span(f).subspan(first, rows));
  }
  for (const auto& predictor : spans) {
    for (std::size_t i = 0; i < f.size(); ++i) {
      if (!std::isfinite(predictor[i])) f[i] = std::numeric_limits<double>::quiet_NaN();
    }
  }
  return f;
}

}  // namespace fitd::server
