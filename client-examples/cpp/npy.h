// NumPy's array files.
#ifndef FITD_CLIENT_EXAMPLES_CPP_NPY_H_
#define FITD_CLIENT_EXAMPLES_CPP_NPY_H_

#include <cstdint>
#include <istream>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "client-examples/cpp/csv.h"
#include "client-examples/cpp/outcome.h"

namespace fitd::ctl {

// An array of numbers in C order.
struct NumberArray {
  std::string source;
  std::vector<std::int64_t> shape;
  std::vector<double> values;
  bool single = false;  // they were float32
};

// Reads format 1.0 to 3.0 with dtype <f8 or <f4 in C order; failures name `source` and what else it
// holds.
Outcome<NumberArray> read_npy(std::istream& in, const std::string& source);

// A file by its ending: .npy, or else a table (csv.h) whose lines are the rows. "-" is a table on
// standard input.
Outcome<NumberArray> read_array_file(const std::string& path);

// A file by its ending: .npy, of shape [rows, columns] or one column, or else a table (csv.h).
Outcome<Table> read_data_file(const std::string& path);

// The beginning of a file of `rows` records with these fields, name and dtype each; the records
// follow without padding.
void write_npy_header(std::ostream& out,
                      const std::vector<std::pair<std::string, std::string>>& fields,
                      std::int64_t rows);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_NPY_H_
