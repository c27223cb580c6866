// The functions that every expression has.
#ifndef FITD_SOLVER_EXPRESSION_BUILTINS_H_
#define FITD_SOLVER_EXPRESSION_BUILTINS_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "solver/expression/recorded.h"

namespace fitd::expression {

struct Builtin {
  std::string_view name;
  std::size_t least_arguments;
  std::size_t most_arguments;
  Recorded (*call)(std::span<const Recorded> arguments);
};

// exp expm1 log ln log10 log2 log1p sqrt pow; sin cos tan asin acos atan (and arcsin ...) atan2;
// sinh cosh tanh asinh acosh atanh (and arcsinh ...); erf erfc erfcx gamma lgamma; abs min max;
// if(condition, a, b) and where, the same; and or not as functions. Logarithms but log10 and log2
// are natural.
std::span<const Builtin> builtins();

// nullptr: there is none of that name.
const Builtin* find_builtin(std::string_view name);

// base^exponent. A constant exponent of 2, 3, 4 or 0.5 is multiplied out, or a root.
Recorded power(Graph& graph, const Recorded& base, const Recorded& exponent);

// 1 where `a` is not 0, 0 where it is.
Recorded truth(const Recorded& a);
Recorded logical_and(const Recorded& a, const Recorded& b);
Recorded logical_or(const Recorded& a, const Recorded& b);
Recorded logical_not(const Recorded& a);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_BUILTINS_H_
