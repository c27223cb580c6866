// The state of a running fit, shown while it runs.
#ifndef FITD_CLIENT_EXAMPLES_CPP_PROGRESS_LINE_H_
#define FITD_CLIENT_EXAMPLES_CPP_PROGRESS_LINE_H_

#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "client-examples/cpp/terminal.h"
#include "fitd/v1/fit.pb.h"

namespace fitd::ctl {

// A curve of at most `width` characters, the largest number at full height, the smallest at the
// bottom; of more numbers evenly chosen ones, the last always among them. Empty without UTF-8.
std::string sparkline(std::span<const double> numbers, std::size_t width, bool utf8);

// On a terminal one line that is painted over; elsewhere one line per report.
class ProgressLine {
 public:
  // `title` goes before each report. `out` must outlive this.
  ProgressLine(std::ostream& out, const Terminal& terminal, std::string title);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // Any event; those with nothing to show are passed over. True: something was painted.
  bool show(const v1::FitEvent& event);

  // Removes the painted line.
  void clear();

 private:
  std::string words(const v1::Progress& progress, const Style& style) const;
  std::string report(const v1::Progress& progress);
  void paint(const std::string& text);

  std::ostream& out_;
  Terminal terminal_;
  Style style_;
  std::string title_;
  std::vector<double> heights_;  // log10 of each residual norm
  bool painted_ = false;
};

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_PROGRESS_LINE_H_
