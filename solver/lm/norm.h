// The Euclidean norm, summed as MINPACK sums it.
#ifndef FITD_SOLVER_LM_NORM_H_
#define FITD_SOLVER_LM_NORM_H_

#include <cmath>
#include <cstdint>
#include <span>

namespace fitd::lm {

// Sums entries one after the other into three accumulators, so that neither huge nor tiny entries
// overflow or vanish: the order, the thresholds and the bits are MINPACK's enorm. Infinite or NaN
// where an entry is. Source: MINPACK User Guide, ANL-80-74, enorm; J. L. Blue, ACM TOMS 4 (1978)
// 15-23.
class NormSum {
 public:
  // Entries in (kTiny, kHuge/count) are squared as they are. MINPACK's constants: ports that round
  // them differently take other paths.
  static constexpr double kTiny = 3.834e-20;
  static constexpr double kHuge = 1.304e19;

  // `count` entries will be added.
  explicit NormSum(std::int64_t count) : huge_(kHuge / static_cast<double>(count)) {}

  void add(double entry) {
    const double size = std::fabs(entry);
    if (size > kTiny && size < huge_) {
      middle_ += size * size;
    } else if (size <= kTiny) {
      add_scaled(size, largest_tiny_, tiny_);
    } else {
      add_scaled(size, largest_huge_, scaled_huge_);
    }
  }

  double norm() const;

 private:
  // sum * largest^2 is the sum of squares so far.
  static void add_scaled(double size, double& largest, double& sum) {
    if (size == 0) return;
    if (size <= largest) {
      const double ratio = size / largest;
      sum += ratio * ratio;
    } else {
      const double ratio = largest / size;
      sum = 1 + sum * (ratio * ratio);
      largest = size;
    }
  }

  double huge_;
  double middle_ = 0;
  double tiny_ = 0;
  double largest_tiny_ = 0;
  double scaled_huge_ = 0;
  double largest_huge_ = 0;
};

// sqrt(v'v) by NormSum.
double euclidean_norm(std::span<const double> v);

// Norms of the columns of a: m x n, column-major; n entries in `norms`. The same bits as
// euclidean_norm of each, several columns side by side.
void column_norms(std::span<const double> a, std::int64_t m, std::span<double> norms);

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_NORM_H_
