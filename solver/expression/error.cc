#include "solver/expression/error.h"

#include <algorithm>

namespace fitd::expression {
namespace {

constexpr std::size_t kMaxQuoted = 40;
// Of a line shown, and how much of it stands before the caret where it is cut.
constexpr std::size_t kWidth = 76;
constexpr std::size_t kBefore = 50;

std::size_t line_start(std::string_view text, std::size_t offset) {
  const std::size_t newline = offset == 0 ? text.npos : text.rfind('\n', offset - 1);
  return newline == text.npos ? 0 : newline + 1;
}

std::string printable(std::string_view text) {
  std::string shown(text);
  for (char& c : shown) {
    if (c == '\t' || c == '\r') c = ' ';
    if (c < ' ' || c > '~') c = '?';
  }
  return shown;
}

}  // namespace

std::size_t column(std::string_view text, std::size_t offset) {
  return offset - line_start(text, offset) + 1;
}

std::string describe(const ExpressionError& error, std::string_view text) {
  const std::size_t start = line_start(text, error.offset);
  std::string_view line = text.substr(start, text.find('\n', start) - start);
  std::size_t before = error.offset - start;
  std::string where = "column " + std::to_string(before + 1);
  if (text.find('\n') != text.npos) {
    const auto lines = std::count(text.begin(), text.begin() + static_cast<long>(start), '\n');
    where = "line " + std::to_string(lines + 1) + ", " + where;
  }
  std::string dots;
  if (before > kBefore && line.size() > kWidth) {
    line.remove_prefix(before - kBefore);
    before = kBefore + 3;
    dots = "...";
  }
  std::string shown = dots + printable(line.substr(0, kWidth));
  if (line.size() > kWidth) shown += "...";
  return where + ": " + error.message + "\n  " + shown + "\n  " + std::string(before, ' ') + "^";
}

std::string in_quotes(std::string_view name) {
  const bool cut = name.size() > kMaxQuoted;
  return "'" + printable(name.substr(0, kMaxQuoted)) + (cut ? "..." : "") + "'";
}

}  // namespace fitd::expression
