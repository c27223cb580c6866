#include "client-examples/cpp/batch_bar.h"

#include <algorithm>
#include <utility>

#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

constexpr int kWidestBar = 30;
constexpr int kNarrowestBar = 5;

std::string time_text(double seconds) {
  if (seconds < 60) return significant(seconds, 2) + " s";
  const auto whole = static_cast<std::int64_t>(seconds);
  const std::string rest = std::to_string(whole % 60);
  return std::to_string(whole / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

std::string numbers_text(const BatchState& state) {
  const double share =
      state.total > 0 ? static_cast<double>(state.done) / static_cast<double>(state.total) : 1;
  std::string text = padded_left(std::to_string(static_cast<int>(100 * share)), 3) + " %  " +
                     std::to_string(state.done) + " of " + std::to_string(state.total);
  if (state.done > 0 && state.seconds > 0) {
    const double rate = static_cast<double>(state.done) / state.seconds;
    text += "  " + std::to_string(static_cast<std::int64_t>(rate)) + "/s";
    if (state.done < state.total) {
      text += "  ETA " + time_text(static_cast<double>(state.total - state.done) / rate);
    }
  }
  if (state.failed > 0) text += "  " + std::to_string(state.failed) + " not converged";
  return text;
}

std::string bar(const BatchState& state, int width, bool utf8) {
  const int full = state.total > 0 ? static_cast<int>(state.done * width / state.total) : width;
  std::string text = "[";
  for (int i = 0; i < width; ++i)
    text += i < full ? (utf8 ? "\u2588" : "#") : (utf8 ? "\u2591" : "-");
  return text + "]  ";
}

}  // namespace

std::string bar_text(const std::string& title, const BatchState& state, int width, bool utf8) {
  const std::string numbers = numbers_text(state);
  const int room = width - display_width(title) - display_width(numbers) - 6;
  const int length = std::min(room, kWidestBar);
  const std::string text =
      title + "  " + (length >= kNarrowestBar ? bar(state, length, utf8) : "") + numbers;
  return shortened(text, width, utf8);
}

BatchBar::BatchBar(std::ostream& out, const Terminal& terminal, std::string title, bool shown)
    : out_(out), terminal_(terminal), title_(std::move(title)), shown_(shown) {}

double BatchBar::seconds() const {
  return std::chrono::duration<double>(Clock::now() - begun_).count();
}

void BatchBar::show(std::int64_t done, std::int64_t total, std::int64_t failed) {
  if (!shown_) return;
  const auto interval = std::chrono::milliseconds(terminal_.is_terminal ? 100 : 1000);
  if (done == last_done_) return;
  if (done < total && Clock::now() - painted_at_ < interval) return;
  last_done_ = done;
  painted_at_ = Clock::now();
  const BatchState state = {done, total, failed, seconds()};
  if (!terminal_.is_terminal) {
    out_ << bar_text(title_, state, 120, false) << '\n' << std::flush;
    return;
  }
  // A line as wide as the terminal would wrap, and could not be painted over.
  out_ << '\r' << bar_text(title_, state, terminal_.width - 1, terminal_.utf8) << "\x1b[K"
       << std::flush;
  painted_ = true;
}

void BatchBar::note(const std::string& text) {
  clear();
  out_ << text << '\n' << std::flush;
}

void BatchBar::clear() {
  if (painted_) out_ << "\r\x1b[K" << std::flush;
  painted_ = false;
}

}  // namespace fitd::ctl
