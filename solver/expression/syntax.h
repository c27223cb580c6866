// An expression's structure as it was written, before names mean anything.
#ifndef FITD_SOLVER_EXPRESSION_SYNTAX_H_
#define FITD_SOLVER_EXPRESSION_SYNTAX_H_

#include <cstddef>
#include <string_view>
#include <vector>

namespace fitd::expression {

enum class Operator {
  kOr,
  kAnd,
  kNot,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kEqual,
  kNotEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kNegate,
  kPower,
};

enum class SyntaxKind { kNumber, kName, kCall, kUnary, kBinary };

struct SyntaxNode {
  SyntaxKind kind;
  std::size_t offset;            // of the number, the name or the operator, in the text
  double number = 0;             // kNumber
  std::string_view name = {};    // kName, kCall
  Operator op = Operator::kAdd;  // kUnary, kBinary
  // Operands: indices of nodes (kUnary has the left alone). Arguments: of SyntaxTree::arguments.
  std::size_t left = 0;
  std::size_t right = 0;
  std::size_t first_argument = 0;  // kCall
  std::size_t num_arguments = 0;
};

struct Argument {
  std::size_t offset;          // where it begins
  std::string_view name = {};  // empty: by position
  bool is_string = false;
  std::string_view string = {};  // is_string
  std::size_t node = 0;          // otherwise
};

// Operands stand before what they are operands of; the last node is the root. Names in the order of
// their nodes are in the order of the text. The text must outlive it.
struct SyntaxTree {
  std::vector<SyntaxNode> nodes;
  std::vector<Argument> arguments;
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_SYNTAX_H_
