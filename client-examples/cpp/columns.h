// Text in aligned columns.
#ifndef FITD_CLIENT_EXAMPLES_CPP_COLUMNS_H_
#define FITD_CLIENT_EXAMPLES_CPP_COLUMNS_H_

#include <string>
#include <utility>
#include <vector>

namespace fitd::ctl {

enum class Align { kLeft, kRight };

// Rows of cells, each column as wide as its widest cell, two spaces between.
class Columns {
 public:
  // The alignment of each column.
  explicit Columns(std::vector<Align> alignment) : alignment_(std::move(alignment)) {}

  // At most as many cells as there are columns.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  // Cuts the last cell of each row, which must hold no colour codes, so that a row with all its
  // cells takes at most `width` columns, and the last at least 10.
  void cut_to(int width, bool utf8);

  // The rows, each `indent` spaces in and ending with a newline; no spaces before it.
  std::string text(int indent = 0) const;

 private:
  std::vector<int> widths() const;

  std::vector<Align> alignment_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_COLUMNS_H_
