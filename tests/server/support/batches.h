// Valid batches to start from, and what a batch answered, data set by data set.
#ifndef FITD_TESTS_SERVER_SUPPORT_BATCHES_H_
#define FITD_TESTS_SERVER_SUPPORT_BATCHES_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "fitd/v1/fit_batch.pb.h"
#include "solver/curve/fit_batch.h"
#include "tests/server/support/requests.h"

namespace fitd::server {

// A gaussian over m points of [0, 10]; x shared, starts estimated.
v1::FitBatchHeader gaussian_header(int m, Payload payload = Payload::kF64);

// `count` gaussians over these points, one after the other, each with other parameters and noise.
// The same for the same arguments.
std::vector<double> gaussian_sets(int count, int m, unsigned seed = 1);

v1::FitBatchChunk chunk_of(std::span<const double> y, Payload payload = Payload::kF64);

v1::FitBatchRequest to_request(v1::FitBatchHeader header);
v1::FitBatchRequest to_request(v1::FitBatchChunk chunk);

// What a data set was answered.
struct FitAnswer {
  v1::Termination termination = v1::TERMINATION_UNSPECIFIED;
  std::vector<double> parameters;
  std::vector<double> standard_errors;
  double chi_square = 0;
  std::int64_t nfev = 0;
  std::int64_t njev = 0;
  std::vector<double> fvec;
  std::vector<double> cov_x;
  std::vector<double> covariance;
  std::string fault;  // field and description
  int times = 0;      // how often
};

// By the caller's number.
using Answers = std::map<std::int64_t, FitAnswer>;

// Adds what a message holds.
void add_results(const v1::FitBatchResults& results, Answers& answers);

// The same fits of gaussian_header(m) on `y` in process.
curve::BatchOutcome fit_in_process(std::span<const double> y, int m,
                                   curve::BatchWanted wanted = {});

// Expects that answer `index` holds the bits of entry k of `outcome`.
void expect_same_bits(const Answers& answers, std::int64_t index,
                      const curve::BatchOutcome& outcome, std::size_t k);

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_SUPPORT_BATCHES_H_
