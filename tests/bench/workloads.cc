#include "tests/bench/workloads.h"

#include <cmath>
#include <functional>
#include <numbers>
#include <utility>

namespace fitd::bench {
namespace {

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): the same numbers from every standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  // In [from, to).
  double uniform(double from, double to) {
    return from + (to - from) * (static_cast<double>(next() >> 11) * 0x1p-53);
  }

  // Standard normal, by Box and Muller.
  double normal() {
    const double radius = std::sqrt(-2 * std::log(uniform(0x1p-53, 1)));
    return radius * std::cos(2 * std::numbers::pi * uniform(0, 1));
  }

  // `value` off by 10 to 30 %, up or down.
  double off(double value) {
    const double part = uniform(0.1, 0.3);
    return value * (next() % 2 == 0 ? 1 + part : 1 - part);
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

// How the data sets of a workload come about.
struct Recipe {
  std::function<std::vector<double>(Random&)> truth;
  std::function<double(std::span<const double> p, std::size_t i)> value;
  std::function<double(Random&, std::span<const double> p, double value)> noise;
  std::function<std::vector<double>(Random&, std::span<const double> p)> start;
};

std::vector<double> all_off(Random& random, std::span<const double> p) {
  std::vector<double> start;
  for (const double value : p) start.push_back(random.off(value));
  return start;
}

void append(std::vector<double>& to, const std::vector<double>& row) {
  to.insert(to.end(), row.begin(), row.end());
}

void fill(BatchWorkload& workload, std::uint64_t seed, const Recipe& recipe) {
  workload.y.reserve(static_cast<std::size_t>(workload.count * workload.m));
  for (std::int64_t k = 0; k < workload.count; ++k) {
    Random random(seed + (static_cast<std::uint64_t>(k) << 20));
    const std::vector<double> p = recipe.truth(random);
    append(workload.truth, p);
    append(workload.start, recipe.start(random, p));
    for (std::size_t i = 0; i < static_cast<std::size_t>(workload.m); ++i) {
      const double value = recipe.value(p, i);
      workload.y.push_back(value + recipe.noise(random, p, value));
    }
  }
}

std::span<const double> row(const std::vector<double>& v, std::int64_t index, std::size_t length) {
  return std::span(v).subspan(static_cast<std::size_t>(index) * length, length);
}

}  // namespace

std::span<const double> BatchWorkload::y_of(std::int64_t index) const {
  return row(y, index, static_cast<std::size_t>(m));
}

std::span<const double> BatchWorkload::start_of(std::int64_t index) const {
  return row(start, index, width());
}

BatchWorkload batch1d(std::int64_t count) {
  BatchWorkload workload{.name = "batch1d", .model = "gaussian_offset", .m = 64, .count = count};
  std::vector<double> x;
  for (int i = 0; i < 64; ++i) x.push_back(10.0 * i / 63);
  const Recipe recipe{.truth =
                          [](Random& random) {
                            return std::vector{random.uniform(2, 8), random.uniform(3.5, 6.5),
                                               random.uniform(0.6, 1.6), random.uniform(0.5, 2)};
                          },
                      .value =
                          [&x](std::span<const double> p, std::size_t i) {
                            const double u = (x[i] - p[1]) / p[2];
                            return p[0] * std::exp(-0.5 * u * u) + p[3];
                          },
                      .noise = [](Random& random, std::span<const double> p,
                                  double) { return 0.02 * p[0] * random.normal(); },
                      .start = all_off};
  fill(workload, 0x1d, recipe);
  workload.predictors = {std::move(x)};
  return workload;
}

BatchWorkload batch2d(std::int64_t count) {
  BatchWorkload workload{.name = "batch2d", .model = "gauss_2d", .m = 225, .count = count};
  std::vector<double> x;
  std::vector<double> y;
  for (int row = 0; row < 15; ++row) {
    for (int column = 0; column < 15; ++column) {
      x.push_back(column);
      y.push_back(row);
    }
  }
  const Recipe recipe{.truth =
                          [](Random& random) {
                            return std::vector{random.uniform(300, 700), random.uniform(6, 8),
                                               random.uniform(6, 8), random.uniform(1, 2),
                                               random.uniform(5, 15)};
                          },
                      .value =
                          [&x, &y](std::span<const double> p, std::size_t i) {
                            const double u = (x[i] - p[1]) / p[3];
                            const double v = (y[i] - p[2]) / p[3];
                            return p[0] * std::exp(-0.5 * (u * u + v * v)) + p[4];
                          },
                      .noise = [](Random& random, std::span<const double>,
                                  double value) { return std::sqrt(value) * random.normal(); },
                      .start =
                          [](Random& random, std::span<const double> p) {
                            const double shift = 3 * p[3];
                            return std::vector{random.off(p[0]), random.off(shift) - shift + p[1],
                                               p[2] + random.off(shift) - shift, random.off(p[3]),
                                               random.off(p[4])};
                          }};
  fill(workload, 0x2d, recipe);
  workload.predictors = {std::move(x), std::move(y)};
  return workload;
}

BatchWorkload exp3(std::int64_t count) {
  BatchWorkload workload{.name = "exp3", .model = "triexponential", .m = 256, .count = count};
  std::vector<double> x;
  for (int i = 0; i < 256; ++i) x.push_back(30.0 * i / 255);
  const Recipe recipe{.truth =
                          [](Random& random) {
                            return std::vector{random.uniform(2, 6),  random.uniform(0.8, 1.2),
                                               random.uniform(2, 6),  random.uniform(2.4, 3.6),
                                               random.uniform(2, 6),  random.uniform(7.2, 10.8),
                                               random.uniform(0.5, 2)};
                          },
                      .value =
                          [&x](std::span<const double> p, std::size_t i) {
                            return p[0] * std::exp(-x[i] / p[1]) + p[2] * std::exp(-x[i] / p[3]) +
                                   p[4] * std::exp(-x[i] / p[5]) + p[6];
                          },
                      .noise = [](Random& random, std::span<const double>,
                                  double) { return 0.035 * random.normal(); },
                      .start = all_off};
  fill(workload, 0xe3, recipe);
  workload.predictors = {std::move(x)};
  return workload;
}

BatchWorkload tall(std::int64_t m, std::int64_t count) {
  BatchWorkload workload{
      .name = "tall",
      .model = "gaussian_h(prefix=\"p1_\") + gaussian_h(prefix=\"p2_\") + linear(prefix=\"bg_\")",
      .m = m,
      .count = count};
  std::vector<double> x;
  for (std::int64_t i = 0; i < m; ++i) {
    x.push_back(10 * static_cast<double>(i) / static_cast<double>(m - 1));
  }
  const Recipe recipe{
      .truth = [](Random&) { return std::vector<double>{3, 3.5, 0.6, 2, 6.5, 0.8, 0.05, 0.5}; },
      .value =
          [&x](std::span<const double> p, std::size_t i) {
            const double u = (x[i] - p[1]) / p[2];
            const double v = (x[i] - p[4]) / p[5];
            return p[0] * std::exp(-0.5 * u * u) + p[3] * std::exp(-0.5 * v * v) + p[6] * x[i] +
                   p[7];
          },
      .noise = [](Random& random, std::span<const double> p,
                  double) { return 0.02 * p[0] * random.normal(); },
      .start =
          [](Random&, std::span<const double>) {
            return std::vector<double>{2, 3, 1, 2.6, 7.2, 0.5, 0, 0.3};
          }};
  fill(workload, 0x7a11, recipe);
  workload.predictors = {std::move(x)};
  return workload;
}

}  // namespace fitd::bench
