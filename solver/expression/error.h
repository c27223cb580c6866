// What is wrong with an expression, and where.
#ifndef FITD_SOLVER_EXPRESSION_ERROR_H_
#define FITD_SOLVER_EXPRESSION_ERROR_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace fitd::expression {

struct ExpressionError {
  std::size_t offset = 0;  // the byte of the text that is wrong, from 0; its size for its end
  std::string message;     // "expected an operand, found ')'"
};

// The column of `offset`, counted from 1 in bytes from the beginning of its line.
std::size_t column(std::string_view text, std::size_t offset);

// The error on three lines, the third a caret under the column:
//   column 8: expected an operand, found ')'
//     a*exp(-) + c
//            ^
// Text of several lines has "line 2, column 3". A long line is cut to what surrounds the caret;
// bytes that are no printable ASCII show as '?'.
std::string describe(const ExpressionError& error, std::string_view text);

// `name` in single quotes, cut after 40 bytes.
std::string in_quotes(std::string_view name);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_ERROR_H_
