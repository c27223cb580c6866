#include "solver/expression/lexer.h"

#include <charconv>
#include <utility>

#include "solver/expression/limits.h"

namespace fitd::expression {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string byte_name(char c) {
  if (c > ' ' && c <= '~') return std::string("the character '") + c + "'";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("the byte 0x") + kDigits[byte >> 4U] + kDigits[byte & 15U];
}

// The end of the digits, the fraction and the exponent that begin at `i`.
std::size_t number_end(std::string_view text, std::size_t i, bool hex) {
  const auto digit = [&](std::size_t k) {
    return k < text.size() && (hex ? is_hex(text[k]) : is_digit(text[k]));
  };
  while (digit(i)) ++i;
  if (i < text.size() && text[i] == '.') ++i;
  while (digit(i)) ++i;
  const char exponent = hex ? 'p' : 'e';
  if (i < text.size() && (text[i] | 0x20) == exponent) {
    std::size_t k = i + 1;
    if (k < text.size() && (text[k] == '+' || text[k] == '-')) ++k;
    if (k < text.size() && is_digit(text[k])) {
      while (k < text.size() && is_digit(text[k])) ++k;
      return k;
    }
  }
  return i;
}

}  // namespace

bool is_name_start(char c) { return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_'; }
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }

std::string describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::kEnd:
      return "the end";
    case TokenKind::kNumber:
      return "the number " + std::string(token.text.substr(0, 40));
    case TokenKind::kName:
      return "the name " + in_quotes(token.text);
    case TokenKind::kString:
      return "the string " + in_quotes(token.text);
    case TokenKind::kSymbol:
    case TokenKind::kBad:
      break;
  }
  return in_quotes(token.text);
}

Token Lexer::take(TokenKind kind, std::size_t start, std::size_t end) {
  at_ = end;
  return {kind, start, text_.substr(start, end - start)};
}

Token Lexer::bad(std::size_t offset, std::string message) {
  error_ = {offset, std::move(message)};
  return {TokenKind::kBad, offset, {}};
}

Token Lexer::next() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  if (at_ == text_.size()) return {TokenKind::kEnd, at_, {}};
  const char c = text_[at_];
  const bool fraction = c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]);
  if (is_digit(c) || fraction) return number(at_);
  if (is_name_start(c)) return name(at_);
  if (c == '"' || c == '\'') return string(at_);
  return symbol(at_);
}

Token Lexer::number(std::size_t start) {
  const bool hex = text_[start] == '0' && start + 2 < text_.size() &&
                   (text_[start + 1] | 0x20) == 'x' &&
                   (is_hex(text_[start + 2]) || text_[start + 2] == '.');
  const std::size_t digits = hex ? start + 2 : start;
  const std::size_t end = number_end(text_, digits, hex);
  const std::string_view whole = text_.substr(start, end - start);
  if (end < text_.size() && (is_name_part(text_[end]) || text_[end] == '.')) {
    if (is_name_start(text_[end])) {
      return bad(end, "expected an operator between the number " +
                          std::string(whole.substr(0, 40)) + " and " +
                          in_quotes(text_.substr(end, 1)) + "; a product is written with *");
    }
    return bad(end, "expected an operator after the number " + std::string(whole.substr(0, 40)));
  }
  Token token = take(TokenKind::kNumber, start, end);
  const char* const last = text_.data() + end;
  const auto format = hex ? std::chars_format::hex : std::chars_format::general;
  const auto [stop, error] = std::from_chars(text_.data() + digits, last, token.number, format);
  if (error == std::errc::result_out_of_range) {
    return bad(start, "the number " + std::string(whole.substr(0, 40)) +
                          " is beyond the range of a double");
  }
  if (error != std::errc() || stop != last) {
    return bad(start, "expected a number, found " + in_quotes(whole));
  }
  return token;
}

Token Lexer::name(std::size_t start) {
  std::size_t end = start;
  while (end < text_.size() && is_name_part(text_[end])) ++end;
  if (end - start > kMaxNameLength) {
    return bad(start, "a name has at most " + std::to_string(kMaxNameLength) +
                          " letters, this one " + std::to_string(end - start));
  }
  return take(TokenKind::kName, start, end);
}

Token Lexer::string(std::size_t start) {
  const std::size_t close = text_.find(text_[start], start + 1);
  if (close == text_.npos) {
    return bad(start, std::string("expected a closing ") + text_[start] + ", found the end");
  }
  at_ = close + 1;
  return {TokenKind::kString, start, text_.substr(start + 1, close - start - 1)};
}

Token Lexer::symbol(std::size_t start) {
  const std::string_view rest = text_.substr(start);
  for (const std::string_view two : {"**", "<=", ">=", "==", "!=", "&&", "||"}) {
    if (rest.starts_with(two)) return take(TokenKind::kSymbol, start, start + 2);
  }
  if (std::string_view("+-*/^(),=<>!").find(rest[0]) != std::string_view::npos) {
    return take(TokenKind::kSymbol, start, start + 1);
  }
  return bad(start, "no expression has " + byte_name(rest[0]));
}

}  // namespace fitd::expression
