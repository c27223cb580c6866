#include "solver/expression/parser.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "solver/expression/limits.h"

namespace fitd::expression {
namespace {

std::string show(const SyntaxTree& tree, std::size_t index);

std::string show_call(const SyntaxTree& tree, const SyntaxNode& node) {
  std::string text = std::string(node.name) + "[";
  for (std::size_t k = 0; k < node.num_arguments; ++k) {
    const Argument& argument = tree.arguments[node.first_argument + k];
    if (k > 0) text += ", ";
    if (!argument.name.empty()) text += std::string(argument.name) + "=";
    text +=
        argument.is_string ? "'" + std::string(argument.string) + "'" : show(tree, argument.node);
  }
  return text + "]";
}

// Every operation in parentheses.
std::string show(const SyntaxTree& tree, std::size_t index) {
  constexpr const char* kSymbols[] = {
      "or", "and", "not", "<", "<=", ">", ">=", "==", "!=", "+", "-", "*", "/", "-", "^"};
  const SyntaxNode& node = tree.nodes[index];
  const std::string symbol = kSymbols[static_cast<std::size_t>(node.op)];
  switch (node.kind) {
    case SyntaxKind::kNumber: {
      std::ostringstream digits;
      digits << node.number;
      return digits.str();
    }
    case SyntaxKind::kName:
      return std::string(node.name);
    case SyntaxKind::kCall:
      return show_call(tree, node);
    case SyntaxKind::kUnary:
      return "(" + symbol + " " + show(tree, node.left) + ")";
    case SyntaxKind::kBinary:
      return "(" + show(tree, node.left) + " " + symbol + " " + show(tree, node.right) + ")";
  }
  return "";
}

std::string shown(std::string_view text) {
  const auto parsed = parse(text);
  if (const auto* error = std::get_if<ExpressionError>(&parsed)) return describe(*error, text);
  const auto& tree = std::get<SyntaxTree>(parsed);
  return show(tree, tree.nodes.size() - 1);
}

struct Case {
  const char* text;
  const char* shown;
};

TEST(Parser, BindsAsDocumented) {
  const Case cases[] = {
      {"a*exp(-b*x) + c", "((a * exp[((- b) * x)]) + c)"},
      {"a + b*c", "(a + (b * c))"},
      {"a*b + c", "((a * b) + c)"},
      {"a - b - c", "((a - b) - c)"},
      {"a - b + c", "((a - b) + c)"},
      {"a / b / c", "((a / b) / c)"},
      {"a / b * c", "((a / b) * c)"},
      {"a^b^c", "(a ^ (b ^ c))"},
      {"a**b**c", "(a ^ (b ^ c))"},
      {"a^b**c", "(a ^ (b ^ c))"},
      {"-a^2", "(- (a ^ 2))"},
      {"(-a)^2", "((- a) ^ 2)"},
      {"a^-b", "(a ^ (- b))"},
      {"a^-b^c", "(a ^ (- (b ^ c)))"},
      {"2^-3*x", "((2 ^ (- 3)) * x)"},
      {"--a", "(- (- a))"},
      {"a - -b", "(a - (- b))"},
      {"a * -b", "(a * (- b))"},
      {"-a * b", "((- a) * b)"},
      {"-a + b", "((- a) + b)"},
      {"+a", "a"},
      {"a < b + 1", "(a < (b + 1))"},
      {"a + 1 >= b", "((a + 1) >= b)"},
      {"a < b and c > d", "((a < b) and (c > d))"},
      {"a < b && c != d || e == f", "(((a < b) and (c != d)) or (e == f))"},
      {"a or b and c", "(a or (b and c))"},
      {"not a < b", "(not (a < b))"},
      {"not a and b", "((not a) and b)"},
      {"not not a", "(not (not a))"},
      {"not (a) < b", "(not (a < b))"},
      {"!a < b", "((not a) < b)"},
      {"!(a < b)", "(not (a < b))"},
      {"not + 1", "(not + 1)"},
      {"not", "not"},
      {"-not", "(- not)"},
      {"a * not", "(a * not)"},
      {"and and and", "(and and and)"},
      {"or", "or"},
      {"if(a < b, c, d)", "if[(a < b), c, d]"},
      {"f()", "f[]"},
      {"f ( a )", "f[a]"},
      {"f(a, b, s=c, t = d+1)", "f[a, b, s=c, t=(d + 1)]"},
      {"f(prefix=\"p_\")", "f[prefix='p_']"},
      {"f(prefix='p_', a=b)", "f[prefix='p_', a=b]"},
      {"f(a == b)", "f[(a == b)]"},
      {"f(a, g(b), c)", "f[a, g[b], c]"},
      {"f(g(a), g(b))", "f[g[a], g[b]]"},
      {"a\n +\tb\r\n", "(a + b)"},
      {"((a))", "a"},
      {"_a1 + B", "(_a1 + B)"},
      {"1 + .5 + 2. + 1.25", "(((1 + 0.5) + 2) + 1.25)"},
      {"1e2 + 1E+1 + 5e-1", "((100 + 10) + 0.5)"},
      {"0x10 + 0x1.8p1 + 0X.8", "((16 + 3) + 0.5)"},
  };
  for (const Case& c : cases) EXPECT_EQ(shown(c.text), c.shown) << c.text;
}

TEST(Parser, SaysWhatIsWrongAndWhere) {
  const Case cases[] = {
      {"", "column 1: expected an operand, found the end\n  \n  ^"},
      {"   ", "column 4: expected an operand, found the end\n     \n     ^"},
      {"a*exp(-) + c", "column 8: expected an operand, found ')'\n  a*exp(-) + c\n         ^"},
      {"a +", "column 4: expected an operand, found the end\n  a +\n     ^"},
      {"a + * b", "column 5: expected an operand, found '*'\n  a + * b\n      ^"},
      {"a b", "column 3: expected an operator, found the name 'b'\n  a b\n    ^"},
      {"a 2", "column 3: expected an operator, found the number 2\n  a 2\n    ^"},
      {"2x",
       "column 2: expected an operator between the number 2 and 'x'; a product is written with *\n"
       "  2x\n   ^"},
      {"a + 2e",
       "column 6: expected an operator between the number 2 and 'e'; a product is written "
       "with *\n  a + 2e\n       ^"},
      {"1.2.3", "column 4: expected an operator after the number 1.2\n  1.2.3\n     ^"},
      {"1e999", "column 1: the number 1e999 is beyond the range of a double\n  1e999\n  ^"},
      {"1e-999", "column 1: the number 1e-999 is beyond the range of a double\n  1e-999\n  ^"},
      {"0x.p1", "column 1: expected a number, found '0x.p1'\n  0x.p1\n  ^"},
      {"(a", "column 3: expected an operator or ')', found the end\n  (a\n    ^"},
      {"a)", "column 2: expected an operator or the end, found ')'\n  a)\n   ^"},
      {"()", "column 2: expected an operand, found ')'\n  ()\n   ^"},
      {"f(a", "column 4: expected an operator, ',' or ')', found the end\n  f(a\n     ^"},
      {"f(a,)", "column 5: expected an operand, found ')'\n  f(a,)\n      ^"},
      {"f(,a)", "column 3: expected an operand, found ','\n  f(,a)\n    ^"},
      {"f(s=a, b)",
       "column 8: expected an argument by name, as the one before it, found the name 'b'\n"
       "  f(s=a, b)\n         ^"},
      {"f(s=)", "column 5: expected an operand, found ')'\n  f(s=)\n      ^"},
      {"f('p')", "column 3: expected an operand, found the string 'p'\n  f('p')\n    ^"},
      {"f(p='x)", "column 5: expected a closing ', found the end\n  f(p='x)\n      ^"},
      {"'a'", "column 1: expected an operand, found the string 'a'\n  'a'\n  ^"},
      {"a = b", "column 3: expected an operator, found '='\n  a = b\n    ^"},
      {"a, b", "column 2: expected an operator, found ','\n  a, b\n   ^"},
      {"a < b < c",
       "column 7: comparisons do not chain; a < b < c is written a < b and b < c\n"
       "  a < b < c\n        ^"},
      {"a == b != c",
       "column 8: comparisons do not chain; a < b < c is written a < b and b < c\n"
       "  a == b != c\n         ^"},
      {"a $ b", "column 3: no expression has the character '$'\n  a $ b\n    ^"},
      {"a & b", "column 3: no expression has the character '&'\n  a & b\n    ^"},
      {"a + \xC3\xA9", "column 5: no expression has the byte 0xC3\n  a + ??\n      ^"},
      {"a[1]", "column 2: no expression has the character '['\n  a[1]\n   ^"},
      {"a;b", "column 2: no expression has the character ';'\n  a;b\n   ^"},
      {"a +\n* b", "line 2, column 1: expected an operand, found '*'\n  * b\n  ^"},
      {"a\n+ b\n+ c )",
       "line 3, column 5: expected an operator or the end, found ')'\n"
       "  + c )\n      ^"},
  };
  for (const Case& c : cases) EXPECT_EQ(shown(c.text), c.shown) << c.text;
}

TEST(Parser, ShowsTheSurroundingsOfAnErrorInALongLine) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "abcd + ";
  const std::string error = shown(text + ") + " + text);
  EXPECT_EQ(error,
            "column 421: expected an operand, found ')'\n"
            "  ... abcd + abcd + abcd + abcd + abcd + abcd + abcd + ) + abcd + abcd + abcd + a...\n"
            "                                                       ^");
}

TEST(Parser, TakesAnyByte) {
  for (int c = 0; c < 256; ++c) {
    const std::string byte(1, static_cast<char>(c));
    for (const std::string& text : {byte, "a" + byte, "1" + byte, "'" + byte, "a+" + byte + "b"}) {
      EXPECT_FALSE(shown(text).empty());
    }
  }
  EXPECT_EQ(shown(std::string("a\0b", 3)),
            "column 2: no expression has the byte 0x00\n  a?b\n   ^");
}

std::string repeated(const std::string& part, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

TEST(Parser, BoundsLengthDepthAndNodes) {
  EXPECT_EQ(shown(repeated("(", 1'000'000)).substr(0, 70),
            "column 8193: an expression has at most 8192 bytes, this one 1000000\n  ");
  const std::string too_deep = "the expression nests deeper than 100 levels";
  for (const std::string part : {"(", "f(", "-", "!", "a^", "a**-", "-(", "not ", "(a+"}) {
    const std::string text = repeated(part, kMaxLength / part.size());
    EXPECT_NE(shown(text).find(too_deep), std::string::npos) << part;
  }
  EXPECT_EQ(shown(repeated("(", 40) + "a" + repeated(")", 40)), "a");
  EXPECT_NE(shown("a" + repeated("+a", kMaxNodes / 2)).find("has more than 2048 operands"),
            std::string::npos);
  EXPECT_EQ(shown("a" + repeated("+a", kMaxNodes / 2 - 1)).substr(0, 3), "(((");
  EXPECT_EQ(shown(std::string(65, 'a')).substr(0, 53),
            "column 1: a name has at most 64 letters, this one 65\n");
  EXPECT_EQ(shown(std::string(64, 'a')), std::string(64, 'a'));
}

}  // namespace
}  // namespace fitd::expression
