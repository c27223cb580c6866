// The iterates of a fit, thinned to a bounded number.
#ifndef FITD_SERVER_MONITOR_TRACE_H_
#define FITD_SERVER_MONITOR_TRACE_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace fitd::server {

// An iterate; see v1::Progress.
struct Iterate {
  std::int64_t iteration = 0;
  std::int64_t nfev = 0;
  std::int64_t njev = 0;
  double residual_norm = 0;
  double gradient_cosine = 0;
  double lambda = 0;
  double radius = 0;
  std::optional<double> gain_ratio = std::nullopt;
  std::chrono::nanoseconds elapsed{0};
};

// Keeps every iterate until they are too many, then every 2nd, every 4th and so on, and always the
// newest: as many as fit into 256 KiB, at least 16, at most 512. Not thread-safe.
class Trace {
 public:
  static constexpr std::size_t kMostPoints = 512;
  static constexpr std::size_t kLeastPoints = 16;
  static constexpr std::size_t kBytes = 256 << 10;

  explicit Trace(std::size_t num_parameters);

  // `parameters`: as many as were said. Their memory is taken once for several calls.
  void add(const Iterate& iterate, std::span<const double> parameters);

  std::size_t size() const { return iterates_.size(); }
  const Iterate& iterate(std::size_t k) const { return iterates_[k]; }
  std::span<const double> parameters(std::size_t k) const {
    return {parameters_.data() + k * num_parameters_, num_parameters_};
  }
  std::size_t bytes() const;

 private:
  void thin();

  std::size_t num_parameters_;
  std::size_t most_;
  std::size_t stride_ = 1;
  std::size_t added_ = 0;
  bool last_is_extra_ = false;  // the newest is here for being the newest
  std::vector<Iterate> iterates_;
  std::vector<double> parameters_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_TRACE_H_
