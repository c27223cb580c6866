#include "solver/expression/builtins.h"

#include <algorithm>
#include <limits>
#include <numbers>

namespace fitd::expression {
namespace {

using Arguments = std::span<const Recorded>;

constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

template <Operation operation>
Recorded unary(Arguments a) {
  return record(operation, a[0]);
}

template <Operation operation>
Recorded binary(Arguments a) {
  return record(operation, a[0], a[1]);
}

// of(of(of(a, b), c), d) ...
template <Operation operation>
Recorded folded(Arguments a) {
  Recorded result = a[0];
  for (const Recorded& next : a.subspan(1)) result = record(operation, result, next);
  return result;
}

Recorded log2(Arguments a) { return log(a[0]) / std::numbers::ln2; }

Recorded choice(Arguments a) { return record(Operation::kSelect, a[0], a[1], a[2]); }

Recorded all_of(Arguments a) {
  Recorded result = truth(a[0]);
  for (const Recorded& next : a.subspan(1)) result = logical_and(result, next);
  return result;
}

Recorded any_of(Arguments a) {
  Recorded result = truth(a[0]);
  for (const Recorded& next : a.subspan(1)) result = logical_or(result, next);
  return result;
}

Recorded negation(Arguments a) { return logical_not(a[0]); }

// The angle of (x, y) in (-pi, pi], 0 at the origin.
Recorded atan2(Arguments a) {
  const Recorded& y = a[0];
  const Recorded& x = a[1];
  const double right = std::numbers::pi / 2;
  const Recorded across = atan(x / y);
  const Recorded on_axis = select(x < 0, Recorded(std::numbers::pi), Recorded(0.0));
  const Recorded below = select(y < 0, -right - across, on_axis);
  return select(x > 0, atan(y / x), select(y > 0, right - across, below));
}

constexpr Builtin kBuiltins[] = {
    {"abs", 1, 1, unary<Operation::kAbs>},
    {"acos", 1, 1, unary<Operation::kAcos>},
    {"acosh", 1, 1, unary<Operation::kAcosh>},
    {"and", 1, kAnyNumber, all_of},
    {"arccos", 1, 1, unary<Operation::kAcos>},
    {"arccosh", 1, 1, unary<Operation::kAcosh>},
    {"arcsin", 1, 1, unary<Operation::kAsin>},
    {"arcsinh", 1, 1, unary<Operation::kAsinh>},
    {"arctan", 1, 1, unary<Operation::kAtan>},
    {"arctanh", 1, 1, unary<Operation::kAtanh>},
    {"asin", 1, 1, unary<Operation::kAsin>},
    {"asinh", 1, 1, unary<Operation::kAsinh>},
    {"atan", 1, 1, unary<Operation::kAtan>},
    {"atan2", 2, 2, atan2},
    {"atanh", 1, 1, unary<Operation::kAtanh>},
    {"cos", 1, 1, unary<Operation::kCos>},
    {"cosh", 1, 1, unary<Operation::kCosh>},
    {"erf", 1, 1, unary<Operation::kErf>},
    {"erfc", 1, 1, unary<Operation::kErfc>},
    {"erfcx", 1, 1, unary<Operation::kErfcx>},
    {"exp", 1, 1, unary<Operation::kExp>},
    {"expm1", 1, 1, unary<Operation::kExpm1>},
    {"gamma", 1, 1, unary<Operation::kGamma>},
    {"if", 3, 3, choice},
    {"lgamma", 1, 1, unary<Operation::kLogGamma>},
    {"ln", 1, 1, unary<Operation::kLog>},
    {"log", 1, 1, unary<Operation::kLog>},
    {"log10", 1, 1, unary<Operation::kLog10>},
    {"log1p", 1, 1, unary<Operation::kLog1p>},
    {"log2", 1, 1, log2},
    {"max", 1, kAnyNumber, folded<Operation::kMaximum>},
    {"min", 1, kAnyNumber, folded<Operation::kMinimum>},
    {"not", 1, 1, negation},
    {"or", 1, kAnyNumber, any_of},
    {"pow", 2, 2, binary<Operation::kPow>},
    {"sin", 1, 1, unary<Operation::kSin>},
    {"sinh", 1, 1, unary<Operation::kSinh>},
    {"sqrt", 1, 1, unary<Operation::kSqrt>},
    {"tan", 1, 1, unary<Operation::kTan>},
    {"tanh", 1, 1, unary<Operation::kTanh>},
    {"where", 3, 3, choice},
};

static_assert(std::ranges::is_sorted(kBuiltins, {}, &Builtin::name));

}  // namespace

std::span<const Builtin> builtins() { return kBuiltins; }

const Builtin* find_builtin(std::string_view name) {
  const auto* const found = std::ranges::lower_bound(kBuiltins, name, {}, &Builtin::name);
  return found != std::end(kBuiltins) && found->name == name ? found : nullptr;
}

Recorded power(Graph& graph, const Recorded& base, const Recorded& exponent) {
  const Node& node = graph.node(exponent.node_in(graph));
  if (node.operation == Operation::kConstant) {
    const double n = node.constant;
    if (n == 2) return base * base;
    if (n == 3) return base * base * base;
    if (n == 4) return (base * base) * (base * base);
    if (n == 0.5) return sqrt(base);
  }
  return pow(base, exponent);
}

Recorded truth(const Recorded& a) { return record(Operation::kNotEqual, a, 0.0); }

Recorded logical_and(const Recorded& a, const Recorded& b) {
  return record(Operation::kSelect, a, truth(b), 0.0);
}

Recorded logical_or(const Recorded& a, const Recorded& b) {
  return record(Operation::kSelect, a, 1.0, truth(b));
}

Recorded logical_not(const Recorded& a) { return record(Operation::kEqual, a, 0.0); }

}  // namespace fitd::expression
