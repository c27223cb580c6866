#include "client-examples/cpp/csv.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>

#include "client-examples/cpp/values.h"

namespace fitd::ctl {
namespace {

// The text before a # that is not in quotes.
std::string_view without_comment(std::string_view line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] == '#' && !quoted) return line.substr(0, i);
  }
  return line;
}

char separator_of(std::string_view line) {
  for (const char separator : {';', '\t', ','}) {
    if (line.find(separator) != std::string_view::npos) return separator;
  }
  return ' ';
}

// Runs of spaces separate once, other separators each time.
std::vector<std::string> cells_of(std::string_view line, char separator) {
  std::vector<std::string> cells;
  std::string cell;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      if (separator != ' ' || !cell.empty()) cells.emplace_back(trimmed(cell));
      cell.clear();
    } else {
      cell += c;
    }
  }
  if (separator != ' ' || !cell.empty()) cells.emplace_back(trimmed(cell));
  return cells;
}

// Reads line by line what read_table promises.
class Reader {
 public:
  explicit Reader(std::string source) : source_(std::move(source)) {}

  // Empty where the line was taken in.
  std::optional<Failure> take(std::string_view line) {
    ++line_;
    if (line_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);  // byte order mark
    const std::string_view content = without_comment(line);
    if (trimmed(content).empty()) return {};
    if (separator_ == 0) separator_ = separator_of(trimmed(content));
    // Tabs may be cells' borders at both ends; spaces there never are.
    const auto cells = cells_of(separator_ == '\t' ? content : trimmed(content), separator_);
    if (columns_.empty() && names_.empty() && is_header(cells)) {
      names_ = cells;
      return {};
    }
    return take_numbers(cells);
  }

  Outcome<Table> table() && {
    if (columns_.empty()) return usage_failure(source_ + ": no numbers in it");
    return Table(source_, std::move(names_), std::move(columns_));
  }

 private:
  static bool is_header(const std::vector<std::string>& cells) {
    return std::ranges::any_of(cells, [](const auto& cell) { return !parse_number(cell); });
  }

  std::optional<Failure> take_numbers(const std::vector<std::string>& cells) {
    if (columns_.empty()) columns_.resize(names_.empty() ? cells.size() : names_.size());
    if (cells.size() != columns_.size()) {
      return usage_failure(place() + std::to_string(cells.size()) + " columns where " +
                           std::to_string(columns_.size()) + " are expected");
    }
    for (std::size_t j = 0; j < cells.size(); ++j) {
      const auto number = parse_number(cells[j]);
      if (!number) return bad_cell(j, cells[j]);
      columns_[j].push_back(*number);
    }
    return {};
  }

  Failure bad_cell(std::size_t j, const std::string& cell) const {
    const std::string name = names_.empty() ? "" : " (" + names_[j] + ")";
    const std::string what = cell.empty() ? "empty" : "'" + cell + "' is not a number";
    const bool decimal_comma = separator_ == ';' && cell.find(',') != std::string::npos;
    return usage_failure(place() + "column " + std::to_string(j + 1) + name + ": " + what +
                         (decimal_comma ? "; write decimals with a point" : ""));
  }

  std::string place() const { return source_ + ", line " + std::to_string(line_) + ": "; }

  std::string source_;
  std::int64_t line_ = 0;
  char separator_ = 0;
  std::vector<std::string> names_;
  std::vector<std::vector<double>> columns_;
};

}  // namespace

Table::Table(std::string source, std::vector<std::string> names,
             std::vector<std::vector<double>> columns)
    : source_(std::move(source)), names_(std::move(names)), columns_(std::move(columns)) {}

Outcome<std::size_t> Table::find(const std::string& name_or_number) const {
  const auto count = std::ranges::count(names_, name_or_number);
  if (count == 1) {
    return static_cast<std::size_t>(std::ranges::find(names_, name_or_number) - names_.begin());
  }
  if (count > 1) {
    return usage_failure(source_ + ": " + std::to_string(count) + " columns are called '" +
                         name_or_number + "'; give the column's number");
  }
  const auto number = parse_integer(name_or_number);
  if (number && *number >= 1 && static_cast<std::size_t>(*number) <= columns_.size()) {
    return static_cast<std::size_t>(*number - 1);
  }
  std::string known = "it has columns 1 to " + std::to_string(columns_.size());
  for (std::size_t j = 0; j < names_.size(); ++j) known += (j == 0 ? ": " : ", ") + names_[j];
  return usage_failure(source_ + ": no column '" + name_or_number + "'; " + known);
}

Outcome<Table> read_table(std::istream& in, const std::string& source) {
  Reader reader(source);
  for (std::string line; std::getline(in, line);) {
    if (const auto failure = reader.take(line)) return *failure;
  }
  return std::move(reader).table();
}

Outcome<Table> read_table_file(const std::string& path) {
  if (path == "-") return read_table(std::cin, "standard input");
  std::ifstream in(path);
  if (!in) return usage_failure("cannot read " + path);
  return read_table(in, path);
}

}  // namespace fitd::ctl
