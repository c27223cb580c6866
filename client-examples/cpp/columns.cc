#include "client-examples/cpp/columns.h"

#include <algorithm>
#include <numeric>

#include "client-examples/cpp/terminal.h"

namespace fitd::ctl {

std::vector<int> Columns::widths() const {
  std::vector<int> result(alignment_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t j = 0; j < row.size(); ++j) {
      result[j] = std::max(result[j], display_width(row[j]));
    }
  }
  return result;
}

void Columns::cut_to(int width, bool utf8) {
  const std::vector<int> taken = widths();
  const int before =
      std::accumulate(taken.begin(), taken.end() - 1, 2 * static_cast<int>(taken.size() - 1));
  const int left = std::max(10, width - before);
  for (auto& row : rows_) {
    if (row.size() == taken.size()) row.back() = shortened(row.back(), left, utf8);
  }
}

std::string Columns::text(int indent) const {
  const std::vector<int> width = widths();
  std::string result;
  for (const auto& row : rows_) {
    std::string line(static_cast<std::size_t>(indent), ' ');
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (j > 0) line += "  ";
      const bool left = alignment_[j] == Align::kLeft;
      line += left ? padded_right(row[j], width[j]) : padded_left(row[j], width[j]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + '\n';
  }
  return result;
}

}  // namespace fitd::ctl
