// What an expression may be at most. Text within these bounds is parsed, differentiated or refused
// in about a millisecond and a few megabytes.
#ifndef FITD_SOLVER_EXPRESSION_LIMITS_H_
#define FITD_SOLVER_EXPRESSION_LIMITS_H_

#include <cstddef>

namespace fitd::expression {

inline constexpr std::size_t kMaxLength = 8192;  // bytes of text
inline constexpr std::size_t kMaxDepth = 100;    // parentheses, calls, signs, powers in each other
inline constexpr std::size_t kMaxNodes = 2048;   // operands, operators and calls
inline constexpr std::size_t kMaxNameLength = 64;  // bytes of a name, its prefix included
inline constexpr std::size_t kMaxParameters = 100;
inline constexpr std::size_t kMostPredictors = 16;
inline constexpr std::size_t kMaxGraph = 4096;  // operations, those of called models included
inline constexpr std::size_t kMaxTape = 16384;  // and those of the derivatives
inline constexpr std::size_t kMaxTies = 32768;  // bytes of the expressions of all ties of a fit

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_LIMITS_H_
