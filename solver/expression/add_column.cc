#include "solver/expression/add_column.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solver/expression/add_column.cc"
#include <hwy/foreach_target.h>
// After foreach_target.h.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fitd::expression::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

template <class D>
HWY_INLINE void set_vector(D d, const double* from, double factor, double* to) {
  hn::StoreU(hn::Mul(hn::LoadU(d, from), hn::Set(d, factor)), d, to);
}

template <class D>
HWY_INLINE void add_vector(D d, const double* from, double factor, double* to) {
  hn::StoreU(hn::MulAdd(hn::LoadU(d, from), hn::Set(d, factor), hn::LoadU(d, to)), d, to);
}

void set(const double* from, double factor, std::size_t rows, double* to) {
  const hn::ScalableTag<double> d;
  const hn::CappedTag<double, 1> single;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= rows; i += hn::Lanes(d)) set_vector(d, from + i, factor, to + i);
  for (; i < rows; ++i) set_vector(single, from + i, factor, to + i);
}

void add(const double* from, double factor, std::size_t rows, double* to) {
  const hn::ScalableTag<double> d;
  const hn::CappedTag<double, 1> single;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= rows; i += hn::Lanes(d)) add_vector(d, from + i, factor, to + i);
  for (; i < rows; ++i) add_vector(single, from + i, factor, to + i);
}

}  // namespace
}  // namespace fitd::expression::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fitd::expression {

HWY_EXPORT(set);
HWY_EXPORT(add);

void set_column(const double* from, double factor, std::size_t rows, double* to) {
  HWY_DYNAMIC_DISPATCH(set)(from, factor, rows, to);
}

void add_column(const double* from, double factor, std::size_t rows, double* to) {
  HWY_DYNAMIC_DISPATCH(add)(from, factor, rows, to);
}

}  // namespace fitd::expression
#endif
