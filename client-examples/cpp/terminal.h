// What the terminal can show, and text that makes use of it.
#ifndef FITD_CLIENT_EXAMPLES_CPP_TERMINAL_H_
#define FITD_CLIENT_EXAMPLES_CPP_TERMINAL_H_

#include <string>
#include <string_view>

namespace fitd::ctl {

// One of the standard streams.
struct Terminal {
  bool is_terminal = false;  // a person looks at it
  bool colour = false;       // a terminal, NO_COLOR unset, TERM not "dumb"
  bool utf8 = false;         // by LC_ALL, LC_CTYPE or LANG
  int width = 80;            // columns
};

// Looks at file descriptor `fd` and the environment.
Terminal inspect_terminal(int fd);

// Text in colour, or unchanged without.
class Style {
 public:
  explicit Style(bool colour) : colour_(colour) {}

  std::string bold(std::string_view text) const { return wrapped("1", text); }
  std::string dim(std::string_view text) const { return wrapped("2", text); }
  std::string red(std::string_view text) const { return wrapped("31", text); }
  std::string green(std::string_view text) const { return wrapped("32", text); }
  std::string yellow(std::string_view text) const { return wrapped("33", text); }
  std::string cyan(std::string_view text) const { return wrapped("36", text); }

 private:
  std::string wrapped(std::string_view code, std::string_view text) const;

  bool colour_;
};

// The columns `text` takes: UTF-8 characters counted once each, colour codes not at all.
int display_width(std::string_view text);

// `text` with spaces up to `width` columns.
std::string padded_right(std::string_view text, int width);  // text first
std::string padded_left(std::string_view text, int width);   // spaces first

// The first `width` columns of a text without colour codes; the last of them an ellipsis where
// something was cut.
std::string shortened(std::string_view text, int width, bool utf8);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_TERMINAL_H_
