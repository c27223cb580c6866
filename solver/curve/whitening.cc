#include "solver/curve/whitening.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solver/curve/whitening.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fitd::curve {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// to[j] -= sum over k of factors[k] rows[k * stride + j] for K vectors of entries, k in order.
template <std::size_t K, class D>
HWY_INLINE void subtract_vectors(D d, double* to, const double* rows, std::size_t stride,
                                 const double* factors, std::size_t factor_stride,
                                 std::size_t count) {
  const std::size_t lanes = hn::Lanes(d);
  hn::Vec<D> sum[K];
  for (std::size_t v = 0; v < K; ++v) sum[v] = hn::LoadU(d, to + v * lanes);
  for (std::size_t k = 0; k < count; ++k) {
    const auto factor = hn::Set(d, factors[k * factor_stride]);
    const double* row = rows + k * stride;
    for (std::size_t v = 0; v < K; ++v) {
      sum[v] = hn::Sub(sum[v], hn::Mul(factor, hn::LoadU(d, row + v * lanes)));
    }
  }
  for (std::size_t v = 0; v < K; ++v) hn::StoreU(sum[v], d, to + v * lanes);
}

void subtract_products(double* to, std::size_t size, const double* rows, std::size_t stride,
                       const double* factors, std::size_t factor_stride, std::size_t count) {
  const hn::CappedTag<double, 8> d;
  const hn::CappedTag<double, 1> single;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t j = 0;
  for (; j + 4 * lanes <= size; j += 4 * lanes) {
    subtract_vectors<4>(d, to + j, rows + j, stride, factors, factor_stride, count);
  }
  for (; j + lanes <= size; j += lanes) {
    subtract_vectors<1>(d, to + j, rows + j, stride, factors, factor_stride, count);
  }
  for (; j < size; ++j) {
    subtract_vectors<1>(single, to + j, rows + j, stride, factors, factor_stride, count);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace fitd::curve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fitd::curve {
namespace {

HWY_EXPORT(subtract_products);

// Rows worked on together, and columns that these stay in cache with.
constexpr std::size_t kBlock = 64;
constexpr std::size_t kStrip = 32;

// U, m x m, as it grows out of the upper triangle of C.
class Cholesky {
 public:
  Cholesky(std::span<double> matrix, std::size_t m) : a_(matrix.data()), m_(m) {
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = i + 1; j < m; ++j) row(i)[j] = row(j)[i];
    }
  }

  // Rows first .. end - 1 of U, what is before them being subtracted already.
  std::optional<BadPivot> finish_rows(std::size_t first, std::size_t end) {
    const auto subtract = HWY_DYNAMIC_DISPATCH(subtract_products);
    for (std::size_t k = first; k < end; ++k) {
      double* u = row(k);
      subtract(u + k, m_ - k, row(first) + k, m_, row(first) + k, m_, k - first);
      if (!(u[k] > 0) || !std::isfinite(u[k])) {
        return BadPivot{static_cast<std::int64_t>(k), u[k]};
      }
      u[k] = std::sqrt(u[k]);
      for (std::size_t j = k + 1; j < m_; ++j) u[j] /= u[k];
    }
    return std::nullopt;
  }

  // Takes rows first .. end - 1 out of those behind them.
  void subtract_rows(std::size_t first, std::size_t end) {
    const auto subtract = HWY_DYNAMIC_DISPATCH(subtract_products);
    for (std::size_t strip = end; strip < m_; strip += kStrip) {
      const std::size_t width = std::min(kStrip, m_ - strip);
      for (std::size_t i = end; i < strip + width; ++i) {
        subtract(row(i) + strip, width, row(first) + strip, m_, row(first) + i, m_, end - first);
      }
    }
  }

 private:
  double* row(std::size_t i) { return a_ + i * m_; }

  double* a_;
  std::size_t m_;
};

// Entries first .. end - 1 of a column, of which what is before them has been subtracted.
void solve_block(const double* factor, std::size_t m, double* b, std::size_t first,
                 std::size_t end) {
  for (std::size_t k = first; k < end; ++k) {
    for (std::size_t i = first; i < k; ++i) b[k] -= b[i] * factor[i * m + k];
    b[k] /= factor[k * m + k];
  }
}

}  // namespace

Factored factor_covariance(std::span<double> matrix, std::size_t m,
                           const lm::Interrupt& interrupt) {
  Cholesky cholesky(matrix, m);
  for (std::size_t first = 0; first < m; first += kBlock) {
    if (interrupt.poll() != lm::Interruption::kNone) return {.interrupted = true};
    const std::size_t end = std::min(first + kBlock, m);
    if (const auto bad = cholesky.finish_rows(first, end)) return {.bad = bad};
    cholesky.subtract_rows(first, end);
  }
  return {};
}

bool whiten(std::span<const double> factor, std::span<double> columns,
            const lm::Interrupt& interrupt) {
  const auto m = static_cast<std::size_t>(std::llround(std::sqrt(factor.size())));
  const auto subtract = HWY_DYNAMIC_DISPATCH(subtract_products);
  for (std::size_t first = 0; first < m; first += kBlock) {
    if (interrupt.poll() != lm::Interruption::kNone) return false;
    const std::size_t end = std::min(first + kBlock, m);
    for (double* b = columns.data(); b != columns.data() + columns.size(); b += m) {
      solve_block(factor.data(), m, b, first, end);
      subtract(b + end, m - end, factor.data() + first * m + end, m, b + first, 1, end - first);
    }
  }
  return true;
}

}  // namespace fitd::curve
#endif  // HWY_ONCE
