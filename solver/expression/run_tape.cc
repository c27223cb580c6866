#include "solver/expression/run_tape.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solver/expression/run_tape.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "solver/expression/scalar_functions.h"
#include "solver/simd/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fitd::expression::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
namespace simd = fitd::simd::HWY_NAMESPACE;

using Tag = hn::ScalableTag<double>;
using Vector = hn::Vec<Tag>;

// An instruction's operands and results, found.
struct Columns {
  const double* from[3];
  std::size_t mask[3];
  double* to[3];
  std::size_t rows;

  HWY_INLINE Vector operand(std::size_t k, std::size_t i) const {
    return hn::LoadU(Tag(), from[k] + (i & mask[k]));
  }
};

template <class Function>
HWY_INLINE void unary(const Columns& c, const Function& function) {
  const std::size_t lanes = hn::Lanes(Tag());
  double* const to = c.to[0];
  for (std::size_t i = 0; i < c.rows; i += lanes) {
    hn::StoreU(function(c.operand(0, i)), Tag(), to + i);
  }
}

template <class Function>
HWY_INLINE void binary(const Columns& c, const Function& function) {
  const std::size_t lanes = hn::Lanes(Tag());
  double* const to = c.to[0];
  for (std::size_t i = 0; i < c.rows; i += lanes) {
    hn::StoreU(function(c.operand(0, i), c.operand(1, i)), Tag(), to + i);
  }
}

template <class Function>
HWY_INLINE void ternary(const Columns& c, const Function& function) {
  const std::size_t lanes = hn::Lanes(Tag());
  double* const to = c.to[0];
  for (std::size_t i = 0; i < c.rows; i += lanes) {
    hn::StoreU(function(c.operand(0, i), c.operand(1, i), c.operand(2, i)), Tag(), to + i);
  }
}

HWY_INLINE void store(Vector v, double* to, std::size_t i) {
  if (to != nullptr) hn::StoreU(v, Tag(), to + i);
}

// Functions that yield their derivatives too.
void sine_and_cosine(const Columns& c) {
  for (std::size_t i = 0; i < c.rows; i += hn::Lanes(Tag())) {
    const auto both = simd::sin_cos(Tag(), c.operand(0, i));
    store(both.sin, c.to[0], i);
    store(both.cos, c.to[1], i);
  }
}

void logistic(const Columns& c) {
  for (std::size_t i = 0; i < c.rows; i += hn::Lanes(Tag())) {
    const auto pair = simd::logistic_pair(Tag(), c.operand(0, i));
    store(pair.value, c.to[0], i);
    store(pair.slope, c.to[1], i);
  }
}

template <class Function>
HWY_INLINE void partials(const Columns& c, const Function& function) {
  for (std::size_t i = 0; i < c.rows; i += hn::Lanes(Tag())) {
    const auto result = function(c.operand(0, i), c.operand(1, i));
    store(result.value, c.to[0], i);
    store(result.by_a, c.to[1], i);
    store(result.by_b, c.to[2], i);
  }
}

void point_by_point(const Columns& c, std::size_t points, ScalarFunction function) {
  for (std::size_t i = 0; i < points; ++i) {
    const std::array<double, 3> results =
        function(c.from[0][i & c.mask[0]], c.from[1][i & c.mask[1]]);
    for (std::size_t k = 0; k < 3; ++k) {
      if (c.to[k] != nullptr) c.to[k][i] = results[k];
    }
  }
}

void run_arithmetic(Operation operation, const Columns& columns) {
  const Tag d;
  (void)d;
  switch (operation) {
    case Operation::kNegate:
      return unary(columns, [&](Vector a) { return hn::Neg(a); });
    case Operation::kAbs:
      return unary(columns, [&](Vector a) { return hn::Abs(a); });
    case Operation::kSqrt:
      return unary(columns, [&](Vector a) { return hn::Sqrt(a); });
    case Operation::kConstant:
      return unary(columns, [&](Vector a) { return a; });
    case Operation::kAdd:
      return binary(columns, [&](Vector a, Vector b) { return hn::Add(a, b); });
    case Operation::kSubtract:
      return binary(columns, [&](Vector a, Vector b) { return hn::Sub(a, b); });
    case Operation::kMultiply:
      return binary(columns, [&](Vector a, Vector b) { return hn::Mul(a, b); });
    case Operation::kDivide:
      return binary(columns, [&](Vector a, Vector b) { return hn::Div(a, b); });
    case Operation::kProduct:
      return binary(columns, [&](Vector a, Vector b) { return simd::product(d, a, b); });
    case Operation::kGuardedProduct:
      return binary(columns, [&](Vector a, Vector b) { return simd::guarded_product(d, a, b); });
    case Operation::kQuotient:
      return binary(columns, [&](Vector a, Vector b) { return simd::quotient(d, a, b); });
    case Operation::kLess:
      return binary(columns, [&](Vector a, Vector b) { return simd::truth(d, hn::Lt(a, b)); });
    case Operation::kLessEqual:
      return binary(columns, [&](Vector a, Vector b) { return simd::truth(d, hn::Le(a, b)); });
    case Operation::kEqual:
      return binary(columns, [&](Vector a, Vector b) { return simd::truth(d, hn::Eq(a, b)); });
    case Operation::kNotEqual:
      return binary(columns, [&](Vector a, Vector b) { return simd::truth(d, hn::Ne(a, b)); });
    case Operation::kMinimum:
      return binary(columns, [&](Vector a, Vector b) { return simd::minimum(d, a, b); });
    case Operation::kMaximum:
      return binary(columns, [&](Vector a, Vector b) { return simd::maximum(d, a, b); });
    case Operation::kMultiplyAdd:
      return ternary(columns, [&](Vector a, Vector b, Vector c) { return hn::MulAdd(a, b, c); });
    case Operation::kMultiplySubtract:
      return ternary(columns, [&](Vector a, Vector b, Vector c) { return hn::MulSub(a, b, c); });
    case Operation::kSubtractProduct:
      return ternary(columns, [&](Vector a, Vector b, Vector c) { return hn::NegMulAdd(a, b, c); });
    case Operation::kSelect:
      return ternary(columns,
                     [&](Vector a, Vector b, Vector c) { return simd::select(d, a, b, c); });
    default:
      break;
  }
}

void run_function(Operation operation, const Columns& columns, std::size_t points) {
  const Tag d;
  switch (operation) {
    case Operation::kExp:
      return unary(columns, [&](Vector a) { return simd::exp(d, a); });
    case Operation::kExpm1:
      return unary(columns, [&](Vector a) { return simd::expm1(d, a); });
    case Operation::kLog:
      return unary(columns, [&](Vector a) { return simd::log(d, a); });
    case Operation::kLog1p:
      return unary(columns, [&](Vector a) { return simd::log1p(d, a); });
    case Operation::kLog10:
      return unary(columns, [&](Vector a) { return simd::log10(d, a); });
    case Operation::kTan:
      return unary(columns, [&](Vector a) { return simd::tan(d, a); });
    case Operation::kAsin:
      return unary(columns, [&](Vector a) { return simd::asin(d, a); });
    case Operation::kAcos:
      return unary(columns, [&](Vector a) { return simd::acos(d, a); });
    case Operation::kAtan:
      return unary(columns, [&](Vector a) { return simd::atan(d, a); });
    case Operation::kSinh:
      return unary(columns, [&](Vector a) { return simd::sinh(d, a); });
    case Operation::kCosh:
      return unary(columns, [&](Vector a) { return simd::cosh(d, a); });
    case Operation::kTanh:
      return unary(columns, [&](Vector a) { return simd::tanh(d, a); });
    case Operation::kAsinh:
      return unary(columns, [&](Vector a) { return simd::asinh(d, a); });
    case Operation::kAcosh:
      return unary(columns, [&](Vector a) { return simd::acosh(d, a); });
    case Operation::kAtanh:
      return unary(columns, [&](Vector a) { return simd::atanh(d, a); });
    case Operation::kErf:
      return unary(columns, [&](Vector a) { return simd::erf(d, a); });
    case Operation::kErfc:
      return unary(columns, [&](Vector a) { return simd::erfc(d, a); });
    case Operation::kSoftplus:
      return unary(columns, [&](Vector a) { return simd::softplus(d, a); });
    case Operation::kSin:
      return sine_and_cosine(columns);
    case Operation::kLogistic:
      return logistic(columns);
    case Operation::kPow:
      return partials(columns, [&](Vector a, Vector b) { return simd::pow_partials(d, a, b); });
    case Operation::kHill:
      return partials(columns, [&](Vector a, Vector b) { return simd::hill_partials(d, a, b); });
    default:
      return point_by_point(columns, points, scalar_function(operation));
  }
}

bool is_arithmetic(Operation operation) { return operation <= Operation::kSqrt; }

Columns columns_of(const Instruction& instruction, const TapeBlock& block) {
  Columns columns;
  for (std::size_t k = 0; k < 3; ++k) {
    const Operand& operand = instruction.operands[k];
    columns.from[k] =
        operand.place >= 0 ? block.scratch + operand.place : block.predictors[-1 - operand.place];
    columns.mask[k] = operand.mask;
    const std::ptrdiff_t place = instruction.results[k];
    columns.to[k] = place >= 0                       ? block.scratch + place
                    : place == Instruction::kNowhere ? nullptr
                    : place == -1
                        ? block.value
                        : block.derivatives + static_cast<std::size_t>(-2 - place) * block.stride;
  }
  columns.rows = block.rows;
  return columns;
}

void run(std::span<const Instruction> code, const TapeBlock& block) {
  for (const Instruction& instruction : code) {
    const Columns columns = columns_of(instruction, block);
    if (is_arithmetic(instruction.operation)) {
      run_arithmetic(instruction.operation, columns);
    } else {
      run_function(instruction.operation, columns, block.points);
    }
  }
}

TapeRunner runner() { return run; }

}  // namespace
}  // namespace fitd::expression::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fitd::expression {

HWY_EXPORT(runner);

TapeRunner tape_runner() { return HWY_DYNAMIC_DISPATCH(runner)(); }

}  // namespace fitd::expression
#endif
