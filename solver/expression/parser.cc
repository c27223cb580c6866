#include "solver/expression/parser.h"

#include <cassert>
#include <optional>
#include <string>
#include <utility>

#include "solver/expression/lexer.h"
#include "solver/expression/limits.h"

namespace fitd::expression {
namespace {

// How tightly operators bind.
enum Binding { kOrBinding, kAndBinding, kNotBinding, kComparison, kSum, kProduct, kSign };

struct BinaryOperator {
  std::string_view text;
  Operator op;
  Binding binding;
};

constexpr BinaryOperator kBinaryOperators[] = {
    {"||", Operator::kOr, kOrBinding},
    {"or", Operator::kOr, kOrBinding},
    {"&&", Operator::kAnd, kAndBinding},
    {"and", Operator::kAnd, kAndBinding},
    {"<", Operator::kLess, kComparison},
    {"<=", Operator::kLessEqual, kComparison},
    {">", Operator::kGreater, kComparison},
    {">=", Operator::kGreaterEqual, kComparison},
    {"==", Operator::kEqual, kComparison},
    {"!=", Operator::kNotEqual, kComparison},
    {"+", Operator::kAdd, kSum},
    {"-", Operator::kSubtract, kSum},
    {"*", Operator::kMultiply, kProduct},
    {"/", Operator::kDivide, kProduct},
};

const BinaryOperator* binary_operator(const Token& token) {
  if (token.kind != TokenKind::kSymbol && token.kind != TokenKind::kName) return nullptr;
  for (const BinaryOperator& candidate : kBinaryOperators) {
    if (candidate.text == token.text) return &candidate;
  }
  return nullptr;
}

// Recursive descent; a step that fails leaves error_ and returns nothing.
class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) { advance(); }

  std::variant<SyntaxTree, ExpressionError> run() {
    if (const auto root = operation(kOrBinding)) {
      if (token_.kind == TokenKind::kEnd) return std::move(tree_);
      expected(token_.is(")") ? "an operator or the end" : "an operator", token_);
    }
    return *error_;
  }

 private:
  using Node = std::optional<std::size_t>;

  // Counts what is inside what.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) { ++parser_.depth_; }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    bool too_deep() const { return parser_.depth_ > kMaxDepth; }

   private:
    Parser& parser_;
  };

  void advance() { token_ = lexer_.next(); }

  // Keeps the first error.
  std::nullopt_t fail(std::size_t offset, std::string message) {
    if (!error_) error_ = ExpressionError{offset, std::move(message)};
    return std::nullopt;
  }

  std::nullopt_t expected(std::string_view what, const Token& found) {
    if (found.kind == TokenKind::kBad) {
      return fail(lexer_.error().offset, lexer_.error().message);
    }
    return fail(found.offset, "expected " + std::string(what) + ", found " + describe(found));
  }

  std::nullopt_t too_deep() {
    return fail(token_.offset,
                "the expression nests deeper than " + std::to_string(kMaxDepth) + " levels");
  }

  Node add(SyntaxNode node) {
    if (tree_.nodes.size() == kMaxNodes) {
      return fail(node.offset, "the expression has more than " + std::to_string(kMaxNodes) +
                                   " operands, operators and calls");
    }
    tree_.nodes.push_back(node);
    return tree_.nodes.size() - 1;
  }

  Node unary(Operator op, std::size_t offset, Node operand) {
    if (!operand) return std::nullopt;
    return add({.kind = SyntaxKind::kUnary, .offset = offset, .op = op, .left = *operand});
  }

  Node binary(Operator op, std::size_t offset, Node left, Node right) {
    if (!left || !right) return std::nullopt;
    return add(
        {.kind = SyntaxKind::kBinary, .offset = offset, .op = op, .left = *left, .right = *right});
  }

  // Operators that bind at least as tightly as `least`, and their operands.
  Node operation(int least) {
    const Level level(*this);
    if (level.too_deep()) return too_deep();
    Node left = prefix(least);
    while (left) {
      const BinaryOperator* const op = binary_operator(token_);
      if (op == nullptr || op->binding < least) break;
      const std::size_t offset = token_.offset;
      advance();
      left = binary(op->op, offset, left, operation(op->binding + 1));
      if (left && op->binding == kComparison) {
        const BinaryOperator* const next = binary_operator(token_);
        if (next != nullptr && next->binding == kComparison) {
          return fail(token_.offset,
                      "comparisons do not chain; a < b < c is written a < b and b < c");
        }
      }
    }
    return left;
  }

  // `not a`, where an operator that loose may stand, or what binds tighter.
  Node prefix(int least) {
    if (least > kNotBinding || token_.kind != TokenKind::kName || token_.text != "not") {
      return sign();
    }
    const Token word = token_;
    advance();
    const bool operand_follows = token_.kind == TokenKind::kNumber ||
                                 (token_.kind == TokenKind::kName && !binary_operator(token_)) ||
                                 token_.is("(") || token_.is("!");
    if (operand_follows) return unary(Operator::kNot, word.offset, operation(kNotBinding));
    return power(add({.kind = SyntaxKind::kName, .offset = word.offset, .name = word.text}));
  }

  Node sign() {
    const Level level(*this);
    if (level.too_deep()) return too_deep();
    const Token mark = token_;
    if (!mark.is("-") && !mark.is("+") && !mark.is("!")) return power(primary());
    advance();
    const Node operand = sign();
    if (mark.is("+")) return operand;
    return unary(mark.is("-") ? Operator::kNegate : Operator::kNot, mark.offset, operand);
  }

  Node power(Node base) {
    if (!base || !(token_.is("^") || token_.is("**"))) return base;
    const std::size_t offset = token_.offset;
    advance();
    return binary(Operator::kPower, offset, base, sign());
  }

  Node primary() {
    const Token token = token_;
    if (token.kind == TokenKind::kNumber) {
      advance();
      return add({.kind = SyntaxKind::kNumber, .offset = token.offset, .number = token.number});
    }
    if (token.kind == TokenKind::kName) {
      advance();
      if (token_.is("(")) return call(token);
      return add({.kind = SyntaxKind::kName, .offset = token.offset, .name = token.text});
    }
    if (token.is("(")) {
      advance();
      const Node inside = operation(kOrBinding);
      if (!inside) return std::nullopt;
      if (!token_.is(")")) return expected("an operator or ')'", token_);
      advance();
      return inside;
    }
    return expected("an operand", token);
  }

  Node call(const Token& name) {
    std::vector<Argument> arguments;
    do {
      advance();  // past ( or ,
      if (arguments.empty() && token_.is(")")) break;
      if (!argument(arguments)) return std::nullopt;
    } while (token_.is(","));
    if (!token_.is(")")) return expected("an operator, ',' or ')'", token_);
    advance();
    const std::size_t first = tree_.arguments.size();
    tree_.arguments.insert(tree_.arguments.end(), arguments.begin(), arguments.end());
    return add({.kind = SyntaxKind::kCall,
                .offset = name.offset,
                .name = name.text,
                .first_argument = first,
                .num_arguments = arguments.size()});
  }

  // Appends the next argument. False: it is in error.
  bool argument(std::vector<Argument>& arguments) {
    Argument next{.offset = token_.offset};
    if (token_.kind == TokenKind::kName) {
      Lexer ahead = lexer_;
      if (ahead.next().is("=")) {
        next.name = token_.text;
        advance();
        advance();
      }
    }
    if (next.name.empty() && !arguments.empty() && !arguments.back().name.empty()) {
      expected("an argument by name, as the one before it", token_);
      return false;
    }
    if (token_.kind == TokenKind::kString) {
      if (next.name.empty()) {
        expected("an operand", token_);
        return false;
      }
      next.is_string = true;
      next.string = token_.text;
      advance();
    } else if (const Node value = operation(kOrBinding)) {
      next.node = *value;
    } else {
      return false;
    }
    arguments.push_back(next);
    return true;
  }

  Lexer lexer_;
  Token token_;
  SyntaxTree tree_;
  std::size_t depth_ = 0;
  std::optional<ExpressionError> error_;
};

}  // namespace

std::variant<SyntaxTree, ExpressionError> parse(std::string_view text) {
  if (text.size() > kMaxLength) {
    return ExpressionError{kMaxLength, "an expression has at most " + std::to_string(kMaxLength) +
                                           " bytes, this one " + std::to_string(text.size())};
  }
  return Parser(text).run();
}

}  // namespace fitd::expression
