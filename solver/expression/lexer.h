// Cuts an expression into tokens.
#ifndef FITD_SOLVER_EXPRESSION_LEXER_H_
#define FITD_SOLVER_EXPRESSION_LEXER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "solver/expression/error.h"

namespace fitd::expression {

enum class TokenKind {
  kEnd,
  kNumber,  // 12, 1.5, .5, 1e-3, 0x1.8p3
  kName,    // a letter or _, then letters, digits and _
  kString,  // "..." or '...', without escapes
  kSymbol,  // + - * / ^ ** ( ) , = < <= > >= == != ! && ||
  kBad,     // nothing an expression has; the lexer's error() says why
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::size_t offset = 0;
  std::string_view text;  // a string's without its quotes
  double number = 0;

  bool is(std::string_view symbol) const { return kind == TokenKind::kSymbol && text == symbol; }
};

// The token for an error message: "the end", "')'", "the number 12", "the name 'x'".
std::string describe(const Token& token);

// The text must outlive it and its tokens.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  // The next token; after kEnd or kBad the same again.
  Token next();

  // Of the last kBad.
  const ExpressionError& error() const { return error_; }

 private:
  Token number(std::size_t start);
  Token string(std::size_t start);
  Token name(std::size_t start);
  Token symbol(std::size_t start);
  Token bad(std::size_t offset, std::string message);
  Token take(TokenKind kind, std::size_t start, std::size_t end);

  std::string_view text_;
  std::size_t at_ = 0;
  ExpressionError error_;
};

bool is_name_start(char c);
bool is_name_part(char c);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_LEXER_H_
