#include "solver/lm/norm.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

namespace fitd::lm {
namespace {

// 0 < |entry| <= NormSum::kTiny, without a branch: doubling the bits drops the sign, and
// subtracting one sends zero past everything.
bool is_tiny(double entry) {
  constexpr std::uint64_t kTwiceTiny = 2 * std::bit_cast<std::uint64_t>(NormSum::kTiny);
  return 2 * std::bit_cast<std::uint64_t>(entry) - 1 < kTwiceTiny;
}

double norm_by_accumulators(const double* v, std::int64_t count) {
  NormSum sum(count);
  for (std::int64_t i = 0; i < count; ++i) sum.add(v[i]);
  return sum.norm();
}

// Norms of K vectors of `count` entries. Where every entry is of middle size or zero, NormSum's
// other accumulators stay empty and the norm is the root of the plain sum; so sum first, and sum
// again by accumulators where that was wrong.
template <std::size_t K>
std::array<double, K> norms_side_by_side(const std::array<const double*, K>& v,
                                         std::int64_t count) {
  std::array<double, K> sum{};
  std::array<bool, K> tiny{};
  for (std::int64_t i = 0; i < count; ++i) {
#pragma GCC unroll 8
    for (std::size_t k = 0; k < K; ++k) {
      const double entry = v[k][i];
      sum[k] += entry * entry;
      tiny[k] |= is_tiny(entry);
    }
  }
  // An entry of kHuge/count or more would alone lift its sum over this; 0.99 absorbs the rounding.
  constexpr double kLimit = 0.99 * (NormSum::kHuge * NormSum::kHuge);
  const auto size = static_cast<double>(count);
  std::array<double, K> norms;
  for (std::size_t k = 0; k < K; ++k) {
    const bool plain = sum[k] * size * size < kLimit && !tiny[k];  // false for NaN
    norms[k] = plain ? std::sqrt(sum[k]) : norm_by_accumulators(v[k], count);
  }
  return norms;
}

}  // namespace

double NormSum::norm() const {
  // A NaN is unequal to 0 and so finds its way out.
  if (scaled_huge_ != 0) {
    return largest_huge_ * std::sqrt(scaled_huge_ + (middle_ / largest_huge_) / largest_huge_);
  }
  if (middle_ == 0) return largest_tiny_ * std::sqrt(tiny_);
  if (middle_ >= largest_tiny_) {
    return std::sqrt(middle_ * (1 + (largest_tiny_ / middle_) * (largest_tiny_ * tiny_)));
  }
  return std::sqrt(largest_tiny_ * ((middle_ / largest_tiny_) + (largest_tiny_ * tiny_)));
}

double euclidean_norm(std::span<const double> v) {
  return norms_side_by_side<1>({v.data()}, std::ssize(v))[0];
}

void column_norms(std::span<const double> a, std::int64_t m, std::span<double> norms) {
  const auto rows = static_cast<std::size_t>(m);
  const auto column = [&](std::size_t j) { return a.data() + j * rows; };
  const std::size_t n = norms.size();
  std::size_t j = 0;
  for (; j + 4 <= n; j += 4) {
    const auto group =
        norms_side_by_side<4>({column(j), column(j + 1), column(j + 2), column(j + 3)}, m);
    std::copy(group.begin(), group.end(), &norms[j]);
  }
  if (j + 2 <= n) {
    const auto pair = norms_side_by_side<2>({column(j), column(j + 1)}, m);
    std::copy(pair.begin(), pair.end(), &norms[j]);
    j += 2;
  }
  if (j < n) norms[j] = norms_side_by_side<1>({column(j)}, m)[0];
}

}  // namespace fitd::lm
