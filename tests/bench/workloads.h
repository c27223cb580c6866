// Batches of synthetic data sets, the same for every solver: seeded, data set by data set, so that
// a smaller batch is the beginning of a larger one.
#ifndef FITD_TESTS_BENCH_WORKLOADS_H_
#define FITD_TESTS_BENCH_WORKLOADS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace fitd::bench {

struct BatchWorkload {
  std::string name;
  std::string model;  // in the catalogue
  std::int64_t m = 0;
  std::int64_t count = 0;
  std::vector<std::vector<double>> predictors = {};  // m values each, shared
  std::vector<double> y = {};                        // count x m
  std::vector<double> truth = {};                    // count x P
  std::vector<double> start = {};                    // count x P: the truth, off by 10 to 30 %

  std::span<const double> y_of(std::int64_t index) const;
  std::span<const double> start_of(std::int64_t index) const;
  std::size_t width() const { return truth.size() / static_cast<std::size_t>(count); }
};

// Gaussians on a constant: 4 parameters, 64 points, noise of 2 % of the height.
BatchWorkload batch1d(std::int64_t count);

// Round Gaussians over the plane on an offset: 5 parameters, 15 x 15 points, noise of the variance
// of counts. Gpufit's benchmark.
BatchWorkload batch2d(std::int64_t count);

// Sums of three decays and an offset: 7 parameters, 256 points, ill-conditioned.
BatchWorkload exp3(std::int64_t count);

// Large data sets: two Gaussians and a line, 8 parameters, m points, noise of 2 % of the higher
// one.
BatchWorkload tall(std::int64_t m, std::int64_t count);

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_WORKLOADS_H_
