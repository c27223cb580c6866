// Tables of numbers in text files.
#ifndef FITD_CLIENT_EXAMPLES_CPP_CSV_H_
#define FITD_CLIENT_EXAMPLES_CPP_CSV_H_

#include <istream>
#include <string>
#include <vector>

#include "client-examples/cpp/outcome.h"

namespace fitd::ctl {

// Columns of equal length, at least one of each.
class Table {
 public:
  Table(std::string source, std::vector<std::string> names,
        std::vector<std::vector<double>> columns);

  const std::string& source() const { return source_; }
  // Empty where the file has no header.
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<std::vector<double>>& columns() const { return columns_; }
  std::size_t rows() const { return columns_.front().size(); }

  // The index of a column, by its name in the header or its number from 1. A name goes before a
  // number.
  Outcome<std::size_t> find(const std::string& name_or_number) const;

 private:
  std::string source_;
  std::vector<std::string> names_;
  std::vector<std::vector<double>> columns_;
};

// Reads a table. Cells are separated by semicolons, tabs, commas or spaces: the first of these in
// the first line decides. Cells may stand in double quotes. `#` begins a comment, blank lines are
// skipped. The first line is a header if any of its cells is not a number. NaN and Inf are numbers
// here. Failures name `source`, line and column.
Outcome<Table> read_table(std::istream& in, const std::string& source);

// Opens and reads a file; "-" is standard input.
Outcome<Table> read_table_file(const std::string& path);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_CSV_H_
