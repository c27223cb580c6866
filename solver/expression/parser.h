// The grammar of expressions. From the loosest to the tightest:
//
//   a or b, a || b               from the left
//   a and b, a && b              from the left
//   not a
//   a < b, <=, >, >=, ==, !=     one, not a chain
//   a + b, a - b                 from the left
//   a * b, a / b                 from the left
//   -a, +a, !a
//   a ^ b, a ** b                from the right; -a^2 is -(a^2), a^-b is a^(-b)
//   number, name, name(arguments), (a)
//
// Arguments are separated by commas, those by position before those by name: f(x, sigma=s,
// prefix="p_"). Numbers are as in C: 12, 1.5, .5, 1e-3, 0x1.8p3. A name is a letter or _, then
// letters, digits and _. `not`, `and`, `or` are operators where one can stand and names elsewhere.
// Space, tab and line ends separate.
#ifndef FITD_SOLVER_EXPRESSION_PARSER_H_
#define FITD_SOLVER_EXPRESSION_PARSER_H_

#include <string_view>
#include <variant>

#include "solver/expression/error.h"
#include "solver/expression/syntax.h"

namespace fitd::expression {

// Any bytes may be in `text`. Takes time and memory in proportion to its length, within limits.h,
// beyond which it is an error; the depth of its recursion is bounded likewise.
std::variant<SyntaxTree, ExpressionError> parse(std::string_view text);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_PARSER_H_
