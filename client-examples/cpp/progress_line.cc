#include "client-examples/cpp/progress_line.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

constexpr std::size_t kSparklineWidth = 24;

}  // namespace

std::string sparkline(std::span<const double> numbers, std::size_t width, bool utf8) {
  constexpr const char* kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (!utf8 || numbers.empty() || width == 0) return "";
  const auto [low, high] = std::ranges::minmax(numbers);
  const std::size_t count = std::min(width, numbers.size());
  std::string bars;
  for (std::size_t i = 1; i <= count; ++i) {
    const double number = numbers[i * numbers.size() / count - 1];
    const double height = high > low ? (number - low) / (high - low) : 0;
    bars += kBars[std::lround(7 * height)];
  }
  return bars;
}

ProgressLine::ProgressLine(std::ostream& out, const Terminal& terminal, std::string title)
    : out_(out), terminal_(terminal), style_(terminal.colour), title_(std::move(title)) {}

bool ProgressLine::show(const v1::FitEvent& event) {
  if (event.has_progress()) {
    paint(report(event.progress()));
  } else if (event.accepted().queue_position() > 0 && !event.has_result()) {
    paint(title_ + "  queued, " + std::to_string(event.accepted().queue_position()) +
          " before this one");
  } else {
    return false;
  }
  return true;
}

std::string ProgressLine::words(const v1::Progress& progress, const Style& style) const {
  return style.bold(title_) + "  iteration " +
         padded_left(std::to_string(progress.iteration()), 3) + "  nfev " +
         padded_left(std::to_string(progress.nfev()), 4) + "  residual norm " +
         style.cyan(scientific(progress.residual_norm(), 4));
}

std::string ProgressLine::report(const v1::Progress& progress) {
  // A residual norm of 0 has no logarithm; the smallest normal number stands in.
  heights_.push_back(
      std::log10(std::max(progress.residual_norm(), std::numeric_limits<double>::min())));
  std::string text = words(progress, style_);
  if (!terminal_.is_terminal) return text;
  // A line as wide as the terminal would wrap, and could not be painted over.
  const int width = terminal_.width - 1;
  const int room = width - display_width(text);
  if (room < 0) return shortened(words(progress, Style(false)), width, terminal_.utf8);
  const auto bars = static_cast<std::size_t>(std::max(0, room - 2));
  const std::string curve = sparkline(heights_, std::min(kSparklineWidth, bars), terminal_.utf8);
  return curve.empty() ? text : text + "  " + style_.green(curve);
}

void ProgressLine::paint(const std::string& text) {
  if (!terminal_.is_terminal) {
    out_ << text << '\n' << std::flush;
    return;
  }
  out_ << '\r' << text << "\x1b[K" << std::flush;
  painted_ = true;
}

void ProgressLine::clear() {
  if (painted_) out_ << "\r\x1b[K" << std::flush;
  painted_ = false;
}

}  // namespace fitd::ctl
