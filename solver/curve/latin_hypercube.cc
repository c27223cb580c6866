#include "solver/curve/latin_hypercube.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <utility>

namespace fitd::curve {
namespace {

constexpr int kCandidates = 16;
constexpr std::size_t kMostCompared = 256;  // points whose distances are looked at

// The standard says which numbers the engine gives, and of its distributions nothing.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // In (0, 1).
  double unit() { return (static_cast<double>(engine_() >> 12) + 0.5) * 0x1p-52; }

  // Below `bound`.
  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(unit() * static_cast<double>(bound));
  }

 private:
  std::mt19937_64 engine_;
};

std::vector<double> one_hypercube(std::size_t points, std::size_t dimensions, Random& random) {
  std::vector<double> x(points * dimensions);
  std::vector<std::size_t> cells(points);
  for (std::size_t d = 0; d < dimensions; ++d) {
    std::iota(cells.begin(), cells.end(), 0);
    for (std::size_t k = points; k > 1; --k) std::swap(cells[k - 1], cells[random.below(k)]);
    for (std::size_t i = 0; i < points; ++i) {
      const double place = static_cast<double>(cells[i]) + random.unit();
      x[i * dimensions + d] = place / static_cast<double>(points);
    }
  }
  return x;
}

// The square of the smallest distance between two points.
double least_distance(const std::vector<double>& x, std::size_t points, std::size_t dimensions) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < points; ++i) {
    for (std::size_t k = i + 1; k < points; ++k) {
      double sum = 0;
      for (std::size_t d = 0; d < dimensions; ++d) {
        const double apart = x[i * dimensions + d] - x[k * dimensions + d];
        sum += apart * apart;
      }
      least = std::min(least, sum);
    }
  }
  return least;
}

}  // namespace

std::vector<double> latin_hypercube(std::size_t points, std::size_t dimensions,
                                    std::uint64_t seed) {
  Random random(seed);
  std::vector<double> best = one_hypercube(points, dimensions, random);
  if (points > kMostCompared || dimensions < 2) return best;
  double largest = least_distance(best, points, dimensions);
  for (int k = 1; k < kCandidates; ++k) {
    std::vector<double> other = one_hypercube(points, dimensions, random);
    const double least = least_distance(other, points, dimensions);
    if (!(least > largest)) continue;
    largest = least;
    best = std::move(other);
  }
  return best;
}

}  // namespace fitd::curve
