#include "client-examples/cpp/plot.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

constexpr int kLabelWidth = 11;  // of the numbers beside the picture
constexpr int kLabelDigits = 5;
constexpr int kLeastSize = 2;

struct Range {
  double low = 0;
  double high = 0;

  // The place of `value` among `count` equal steps; the middle where the range is a point.
  int step(double value, int count) const {
    const double part = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
    return static_cast<int>(std::lround(part * (count - 1)));
  }
};

// The indices of the points that can be drawn, by x.
std::vector<std::size_t> drawable(const PlotData& data) {
  std::vector<std::size_t> order(data.x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) {
    return !std::isfinite(data.x[i]) || !std::isfinite(data.y[i]) || !std::isfinite(data.fit[i]);
  });
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return data.x[i]; });
  return order;
}

class Canvas {
 public:
  enum class Cell { kEmpty, kMark, kCurve, kBoth };
  using Line = std::vector<Cell>;

  Canvas(int width, int height)
      : lines_(static_cast<std::size_t>(height),
               Line(static_cast<std::size_t>(width), Cell::kEmpty)) {}

  void mark(int column, int line) { at(column, line) = Cell::kMark; }

  void draw(int column, int line) {
    Cell& cell = at(column, line);
    cell = cell == Cell::kMark || cell == Cell::kBoth ? Cell::kBoth : Cell::kCurve;
  }

  std::string line(int line, const Style& style, bool utf8) const {
    std::string text;
    for (const Cell cell : lines_[static_cast<std::size_t>(line)]) {
      if (cell == Cell::kEmpty) text += ' ';
      if (cell == Cell::kMark) text += utf8 ? "∘" : "o";
      if (cell == Cell::kBoth) text += style.green(utf8 ? "◉" : "@");
      if (cell == Cell::kCurve) text += style.green(utf8 ? "•" : "*");
    }
    return text;
  }

 private:
  Cell& at(int column, int line) {
    return lines_[static_cast<std::size_t>(line)][static_cast<std::size_t>(column)];
  }

  std::vector<Line> lines_;
};

// The fit at each column: straight lines between the points beside it.
void draw_curve(const PlotData& data, const std::vector<std::size_t>& order, const Range& x,
                const Range& y, int width, int height, Canvas& canvas) {
  for (std::size_t k = 0; k + 1 < order.size(); ++k) {
    const std::size_t a = order[k];
    const std::size_t b = order[k + 1];
    const int from = x.step(data.x[a], width);
    const int to = x.step(data.x[b], width);
    for (int column = from; column <= to; ++column) {
      const double part = to > from ? static_cast<double>(column - from) / (to - from) : 0;
      const double value = (1 - part) * data.fit[a] + part * data.fit[b];
      canvas.draw(column, height - 1 - y.step(value, height));
    }
  }
  const std::size_t last = order.back();
  canvas.draw(x.step(data.x[last], width), height - 1 - y.step(data.fit[last], height));
}

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "''" : std::string(1, c);
  return result + "'";
}

}  // namespace

std::string plot_text(const PlotData& data, int width, int height, const Style& style, bool utf8) {
  const std::vector<std::size_t> order = drawable(data);
  const int columns = width - kLabelWidth - 2;
  if (order.empty() || columns < kLeastSize || height < kLeastSize) return "";
  const Range x{data.x[order.front()], data.x[order.back()]};
  Range y{data.y[order[0]], data.y[order[0]]};
  for (const std::size_t i : order) {
    y.low = std::min({y.low, data.y[i], data.fit[i]});
    y.high = std::max({y.high, data.y[i], data.fit[i]});
  }
  Canvas canvas(columns, height);
  for (const std::size_t i : order) {
    canvas.mark(x.step(data.x[i], columns), height - 1 - y.step(data.y[i], height));
  }
  draw_curve(data, order, x, y, columns, height, canvas);

  const std::string wall = utf8 ? "│" : "|";
  std::string text;
  for (int line = 0; line < height; ++line) {
    std::string label;
    if (line == 0) label = significant(y.high, kLabelDigits);
    if (line == height - 1) label = significant(y.low, kLabelDigits);
    text += padded_left(label, kLabelWidth) + " " + wall + canvas.line(line, style, utf8);
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  const std::string low = significant(x.low, kLabelDigits);
  const std::string high = significant(x.high, kLabelDigits);
  return text + std::string(kLabelWidth + 2, ' ') + low +
         padded_left(high, columns - display_width(low)) + "\n";
}

std::string gnuplot_script(const PlotData& data, const std::string& path) {
  std::string rows;
  for (const std::size_t i : drawable(data)) {
    rows += round_trip(data.x[i]) + " " + round_trip(data.y[i]) + " " + round_trip(data.fit[i]) +
            " " + round_trip(data.y[i] - data.fit[i]) + "\n";
  }
  return "set terminal pngcairo size 900,700\nset output " + quoted(path) + "\n$data << END\n" +
         rows + "END\nset grid\nset multiplot layout 2,1 title " + quoted(data.title) +
         " noenhanced\n"
         "plot $data using 1:2 with points pt 7 ps 0.6 title 'data',"
         " $data using 1:3 with lines lw 2 title 'fit'\n"
         "plot $data using 1:4 with impulses title 'data - fit'\n"
         "unset multiplot\n";
}

}  // namespace fitd::ctl
