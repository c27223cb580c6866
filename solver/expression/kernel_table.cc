#include "solver/expression/kernel_table.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solver/expression/kernel_table.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>

#include "solver/expression/kernels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fitd::expression::HWY_NAMESPACE {
namespace {

using Tag = hn::ScalableTag<double>;
using Vector = hn::Vec<Tag>;

template <class K>
void begin(const double* p, double* uniforms) {
  const hn::CappedTag<double, 1> d;
  hn::Vec<decltype(d)> from[K::kParameters];
  hn::Vec<decltype(d)> to[K::kUniforms + 1];
  for (std::size_t j = 0; j < K::kParameters; ++j) from[j] = hn::Set(d, p[j]);
  K::uniforms(d, from, to);
  for (std::size_t k = 0; k < K::kUniforms; ++k) uniforms[k] = hn::GetLane(to[k]);
}

template <class K>
constexpr bool fits() {
  return K::kPredictors <= kMaxKernelPredictors && K::kParameters <= kMaxKernelParameters;
}

template <class K>
HWY_INLINE void load_uniforms(const double* uniforms, Vector* u) {
  for (std::size_t k = 0; k < K::kUniforms; ++k) u[k] = hn::Set(Tag(), uniforms[k]);
}

// The last, partial vector in memory of its own, its last point repeated.
template <class K>
struct Tail {
  alignas(HWY_MAX_BYTES) double columns[K::kPredictors][HWY_MAX_BYTES / sizeof(double)];
  const double* x[K::kPredictors];

  Tail(const double* const* from, std::size_t first, std::size_t rows) {
    for (std::size_t k = 0; k < K::kPredictors; ++k) {
      for (std::size_t i = 0; i < hn::Lanes(Tag()); ++i) {
        columns[k][i] = from[k][std::min(first + i, rows - 1)];
      }
      x[k] = columns[k];
    }
  }
};

template <class K>
HWY_INLINE void load_predictors(const double* const* from, std::size_t i, Vector* x) {
  for (std::size_t k = 0; k < K::kPredictors; ++k) x[k] = hn::LoadU(Tag(), from[k] + i);
}

// A column that is added to, or, in place of none, one vector of zeros for all rows.
class Base {
 public:
  explicit Base(const double* column)
      : column_(column != nullptr ? column : kZeros),
        mask_(column != nullptr ? ~std::size_t{0} : 0) {}

  HWY_INLINE Vector add(Vector value, std::size_t i) const {
    return hn::Add(value, hn::LoadU(Tag(), column_ + (i & mask_)));
  }
  // To the last rows, fewer than a vector.
  void add(double* values, std::size_t i, std::size_t count) const {
    for (std::size_t k = 0; k < count; ++k) values[k] += column_[(i + k) & mask_];
  }

 private:
  HWY_ALIGN static constexpr double kZeros[HWY_MAX_BYTES / sizeof(double)] = {};

  const double* column_;
  std::size_t mask_;
};

template <class K>
void values(const double* const* from, const double* uniforms, std::size_t rows,
            const double* base_column, double* f) {
  const Tag d;
  const Base base(base_column);
  const std::size_t lanes = hn::Lanes(d);
  Vector u[K::kUniforms + 1];
  Vector x[K::kPredictors];
  Vector value;
  load_uniforms<K>(uniforms, u);
  std::size_t i = 0;
  for (; i + lanes <= rows; i += lanes) {
    load_predictors<K>(from, i, x);
    K::value(d, x, u, &value);
    hn::StoreU(base.add(value, i), d, f + i);
  }
  if (i == rows) return;
  const Tail<K> tail(from, i, rows);
  load_predictors<K>(tail.x, 0, x);
  K::value(d, x, u, &value);
  HWY_ALIGN double result[HWY_MAX_BYTES / sizeof(double)];
  hn::Store(value, d, result);
  base.add(result, i, rows - i);
  std::copy_n(result, rows - i, f + i);
}

template <class K>
void derivatives(const double* const* from, const double* uniforms, std::size_t rows,
                 const double* base_column, double* f, double* const* df) {
  static_assert(fits<K>());
  const Tag d;
  const Base base(base_column);
  const std::size_t lanes = hn::Lanes(d);
  Vector u[K::kUniforms + 1];
  Vector x[K::kPredictors];
  Vector value;
  Vector slopes[K::kParameters];
  load_uniforms<K>(uniforms, u);
  std::size_t i = 0;
  for (; i + lanes <= rows; i += lanes) {
    load_predictors<K>(from, i, x);
    K::derivatives(d, x, u, &value, slopes);
    hn::StoreU(base.add(value, i), d, f + i);
    for (std::size_t j = 0; j < K::kParameters; ++j) hn::StoreU(slopes[j], d, df[j] + i);
  }
  if (i == rows) return;
  const Tail<K> tail(from, i, rows);
  load_predictors<K>(tail.x, 0, x);
  K::derivatives(d, x, u, &value, slopes);
  HWY_ALIGN double result[HWY_MAX_BYTES / sizeof(double)];
  hn::Store(value, d, result);
  base.add(result, i, rows - i);
  std::copy_n(result, rows - i, f + i);
  for (std::size_t j = 0; j < K::kParameters; ++j) {
    hn::Store(slopes[j], d, result);
    std::copy_n(result, rows - i, df[j] + i);
  }
}

std::span<const Kernel> all_kernels() {
#define FITD_KERNEL(K) \
  {K::kModel, K::kParameters, K::kUniforms, begin<K>, values<K>, derivatives<K>},
  static const Kernel kTable[] = {FITD_FOR_EACH_KERNEL(FITD_KERNEL)};
#undef FITD_KERNEL
  return kTable;
}

}  // namespace
}  // namespace fitd::expression::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fitd::expression {

HWY_EXPORT(all_kernels);

std::span<const Kernel> kernels() { return HWY_DYNAMIC_DISPATCH(all_kernels)(); }

}  // namespace fitd::expression
#endif
