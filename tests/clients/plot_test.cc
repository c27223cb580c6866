#include "client-examples/cpp/plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace fitd::ctl {
namespace {

using testing::HasSubstr;
using testing::Not;

// Three points on a line, the last beside it, and one that cannot be drawn.
PlotData line() { return {"it's a line", {2, 0, 1, 3}, {2, 0, 2, std::nan("")}, {2, 0, 1, 3}}; }

TEST(Plot, ShowsMarksTheCurveAndWhereTheyMeet) {
  EXPECT_EQ(plot_text(line(), 18, 3, Style(false), false),
            "          2 |  o*@\n"
            "            | **\n"
            "          0 |@\n"
            "             0   2\n");
}

TEST(Plot, UsesUtf8AndColourWhereTheTerminalHasThem) {
  const std::string text = plot_text(line(), 18, 3, Style(true), true);
  EXPECT_THAT(text, HasSubstr("│\x1b[32m◉\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("∘"));
  EXPECT_THAT(text, HasSubstr("\x1b[32m•\x1b[0m"));
}

TEST(Plot, NeverExceedsItsWidth) {
  const std::string text = plot_text(line(), 40, 8, Style(false), true);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    EXPECT_LE(display_width(text.substr(at, end - at)), 40);
    at = end + 1;
  }
}

TEST(Plot, TakesEveryRange) {
  const double huge = 1.7e308;
  EXPECT_THAT(plot_text({"", {1}, {5}, {5}}, 30, 4, Style(false), false), HasSubstr("@"));
  EXPECT_THAT(
      plot_text({"", {-huge, huge}, {-huge, huge}, {-huge, huge}}, 30, 4, Style(false), false),
      HasSubstr("@"));
}

TEST(Plot, IsEmptyWithoutPointsOrRoom) {
  EXPECT_EQ(plot_text({"", {}, {}, {}}, 80, 20, Style(false), false), "");
  EXPECT_EQ(plot_text({"", {std::nan("")}, {1}, {1}}, 80, 20, Style(false), false), "");
  EXPECT_EQ(plot_text(line(), 14, 20, Style(false), false), "");
  EXPECT_EQ(plot_text(line(), 80, 1, Style(false), false), "");
}

TEST(Gnuplot, GetsRowsByXAndQuotedTexts) {
  const std::string script = gnuplot_script(line(), "o'clock.png");
  EXPECT_THAT(script, HasSubstr("set output 'o''clock.png'\n"));
  EXPECT_THAT(script, HasSubstr("title 'it''s a line'"));
  EXPECT_THAT(script, HasSubstr("<< END\n0 0 0 0\n1 2 1 1\n2 2 2 0\nEND\n"));
  EXPECT_THAT(script, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace fitd::ctl
