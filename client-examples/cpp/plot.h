// Data and fit as a picture: on the terminal, or by gnuplot as a PNG file.
#ifndef FITD_CLIENT_EXAMPLES_CPP_PLOT_H_
#define FITD_CLIENT_EXAMPLES_CPP_PLOT_H_

#include <string>
#include <vector>

#include "client-examples/cpp/terminal.h"

namespace fitd::ctl {

// The points of a fit with one predictor, each vector as long as the others.
struct PlotData {
  std::string title;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> fit;
};

// At most `width` columns by `height` lines and a line of x below: the data as marks, the fit as a
// curve, a third sign where they meet; the ranges of y and x at the edges. Points that are not
// finite are left out. Empty where none is left or there is no room.
std::string plot_text(const PlotData& data, int width, int height, const Style& style, bool utf8);

// What gnuplot draws the same of into the PNG file at `path`.
std::string gnuplot_script(const PlotData& data, const std::string& path);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_PLOT_H_
