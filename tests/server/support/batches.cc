#include "tests/server/support/batches.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <utility>

#include "server/arrays.h"
#include "solver/models/catalogue.h"

namespace fitd::server {
namespace {

// Row k of a packed array; empty where it did not come.
std::vector<double> row(const v1::Array& array, std::int64_t count, std::int64_t k) {
  const std::int64_t length = element_count(array) / count;
  std::vector<double> elements(static_cast<std::size_t>(length));
  read_elements(array, k * length, elements);
  return elements;
}

std::vector<double> row(const std::vector<double>& packed, std::size_t count, std::size_t k) {
  const auto length = static_cast<std::ptrdiff_t>(packed.size() / count);
  const auto begin = packed.begin() + static_cast<std::ptrdiff_t>(k) * length;
  return {begin, begin + length};
}

// NaN equals NaN here.
bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace

v1::FitBatchHeader gaussian_header(int m, Payload payload) {
  v1::FitBatchHeader header;
  header.set_model("gaussian");
  header.set_num_points(m);
  (*header.mutable_predictors())["x"] = array_of(grid(0, 10, m), payload);
  return header;
}

std::vector<double> gaussian_sets(int count, int m, unsigned seed) {
  std::mt19937 random(seed);
  const auto uniform = [&random](double from, double to) {
    return from + (to - from) * static_cast<double>(random()) / 4294967296.0;
  };
  const std::vector<double> x = grid(0, 10, m);
  std::vector<double> y;
  y.reserve(static_cast<std::size_t>(count) * x.size());
  for (int k = 0; k < count; ++k) {
    const double height = uniform(1, 10);
    const double center = uniform(3, 7);
    const double sigma = uniform(0.7, 1.5);
    for (const double at : x) {
      y.push_back(height * std::exp(-0.5 * std::pow((at - center) / sigma, 2)) +
                  uniform(-0.1, 0.1));
    }
  }
  return y;
}

v1::FitBatchChunk chunk_of(std::span<const double> y, Payload payload) {
  v1::FitBatchChunk chunk;
  *chunk.mutable_y() = array_of(y, payload);
  return chunk;
}

v1::FitBatchRequest to_request(v1::FitBatchHeader header) {
  v1::FitBatchRequest request;
  *request.mutable_header() = std::move(header);
  return request;
}

v1::FitBatchRequest to_request(v1::FitBatchChunk chunk) {
  v1::FitBatchRequest request;
  *request.mutable_chunk() = std::move(chunk);
  return request;
}

void add_results(const v1::FitBatchResults& results, Answers& answers) {
  const std::int64_t count = results.count();
  ASSERT_EQ(results.terminations_size(), count);
  ASSERT_EQ(results.nfev_size(), count);
  ASSERT_EQ(results.njev_size(), count);
  ASSERT_EQ(element_count(results.chi_square()), count);
  for (std::int64_t k = 0; k < count; ++k) {
    FitAnswer& answer = answers[results.first_index() + k];
    answer.termination = results.terminations(static_cast<int>(k));
    answer.parameters = row(results.parameters(), count, k);
    answer.standard_errors = row(results.standard_errors(), count, k);
    answer.chi_square = row(results.chi_square(), count, k)[0];
    answer.nfev = results.nfev(static_cast<int>(k));
    answer.njev = results.njev(static_cast<int>(k));
    answer.fvec = row(results.fvec(), count, k);
    answer.cov_x = row(results.cov_x(), count, k);
    answer.covariance = row(results.covariance(), count, k);
    ++answer.times;
  }
  for (const auto& fault : results.faults()) {
    answers[fault.index()].fault = fault.field() + " " + fault.description();
  }
}

curve::BatchOutcome fit_in_process(std::span<const double> y, int m, curve::BatchWanted wanted) {
  static const models::Catalogue kCatalogue;
  const std::vector<double> x = grid(0, 10, m);
  const std::vector<double> start(3, 0.0);
  curve::BatchFit fit;
  fit.model = kCatalogue.find("gaussian");
  fit.m = m;
  fit.count = static_cast<std::int64_t>(y.size()) / m;
  fit.predictors.push_back({x, true});
  fit.y = y;
  fit.start = {start, true};
  fit.guessed.assign(3, true);
  fit.fixed.assign(3, false);
  fit.options.maxfev = lm::default_maxfev_analytic(3);
  fit.wanted = wanted;
  curve::BatchOutcome outcome;
  outcome.resize(fit);
  curve::BatchWorkspace workspace;
  curve::fit_batch(fit, 0, fit.count, {}, outcome, workspace, {});
  return outcome;
}

void expect_same_bits(const Answers& answers, std::int64_t index,
                      const curve::BatchOutcome& outcome, std::size_t k) {
  const auto found = answers.find(index);
  ASSERT_NE(found, answers.end()) << index;
  const FitAnswer& answer = found->second;
  const std::size_t count = outcome.termination.size();
  EXPECT_EQ(answer.times, 1) << index;
  EXPECT_EQ(static_cast<int>(answer.termination), static_cast<int>(outcome.termination[k]))
      << index;
  EXPECT_EQ(answer.nfev, outcome.nfev[k]) << index;
  EXPECT_EQ(answer.njev, outcome.njev[k]) << index;
  EXPECT_TRUE(same_bits(answer.parameters, row(outcome.parameters, count, k))) << index;
  EXPECT_TRUE(same_bits(answer.standard_errors, row(outcome.standard_errors, count, k))) << index;
  EXPECT_TRUE(same_bits({answer.chi_square}, row(outcome.chi_square, count, k))) << index;
  EXPECT_TRUE(same_bits(answer.fvec, row(outcome.fvec, count, k))) << index;
  EXPECT_TRUE(same_bits(answer.cov_x, row(outcome.cov_x, count, k))) << index;
  EXPECT_TRUE(same_bits(answer.covariance, row(outcome.covariance, count, k))) << index;
}

}  // namespace fitd::server
