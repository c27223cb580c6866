#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "client-examples/cpp/columns.h"
#include "client-examples/cpp/json.h"
#include "client-examples/cpp/numbers.h"
#include "client-examples/cpp/progress_line.h"
#include "client-examples/cpp/terminal.h"
#include "fitd/v1/fit.pb.h"

namespace fitd::ctl {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(Text, WidthCountsCharactersNotBytesNorColours) {
  EXPECT_EQ(display_width(""), 0);
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("χ² ±"), 4);
  EXPECT_EQ(display_width(Style(true).green("χ²") + "!"), 3);
  EXPECT_EQ(padded_left("χ²", 4), "  χ²");
  EXPECT_EQ(padded_right("χ²", 4), "χ²  ");
  EXPECT_EQ(padded_right("long", 2), "long");
}

TEST(Text, ShortenedFitsTheWidth) {
  EXPECT_EQ(shortened("abcdef", 6, true), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6, true), "abcde…");
  EXPECT_EQ(shortened("abcdefg", 6, false), "abc...");
  EXPECT_EQ(shortened("χχχχ", 3, true), "χχ…");
}

TEST(Text, NoColourLeavesTextAlone) {
  EXPECT_EQ(Style(false).red("x"), "x");
  EXPECT_EQ(Style(true).red("x"), "\x1b[31mx\x1b[0m");
  EXPECT_EQ(Style(true).red(""), "");
}

TEST(ColumnsTest, AlignAndCut) {
  Columns columns({Align::kLeft, Align::kRight, Align::kLeft});
  columns.add({"a", "1", "first of them all"});
  columns.add({"bbb", "222", "x"});
  columns.add({"c"});
  EXPECT_EQ(columns.text(1), " a      1  first of them all\n bbb  222  x\n c\n");
  columns.cut_to(20, false);
  EXPECT_EQ(columns.text(), "a      1  first o...\nbbb  222  x\nc\n");
}

TEST(Numbers, ReadWell) {
  EXPECT_EQ(significant(0.1, 8), "0.1");
  EXPECT_EQ(scientific(123.456, 2), "1.23e+02");
  EXPECT_EQ(round_trip(0.1), "0.1");
  EXPECT_EQ(round_trip(1.0 / 3), "0.3333333333333333");
  google::protobuf::Duration duration;
  duration.set_nanos(41'500);
  EXPECT_EQ(readable(duration), "41.5 us");
  duration.set_nanos(3'140'000);
  EXPECT_EQ(readable(duration), "3.14 ms");
  duration.set_seconds(83);
  EXPECT_EQ(readable(duration), "83.00 s");
}

TEST(Numbers, ArraysSurviveEveryEncoding) {
  const std::vector<double> numbers = {0.1, -2, 1e300};
  EXPECT_EQ(to_numbers(to_array(numbers)), numbers);
  v1::Array array;
  EXPECT_THAT(to_numbers(array), IsEmpty());
  const float single[] = {1.5f, -2.25f};
  array.set_f32_le(single, sizeof single);
  EXPECT_THAT(to_numbers(array), ElementsAre(1.5, -2.25));
  make_readable(array);
  ASSERT_TRUE(array.has_values());
  EXPECT_THAT(array.values().values(), ElementsAre(1.5, -2.25));
}

TEST(Json, ArraysAreNumbers) {
  v1::FitResult result;
  result.set_ier(1);
  result.add_free_names("a");
  *result.mutable_cov_x() = to_array(std::vector<double>{4.25});
  result.mutable_cov_x()->add_shape(1);
  *result.mutable_infodict()->mutable_fvec() = to_array(std::vector<double>{1, std::nan("")});
  const auto json = nlohmann::json::parse(to_json(result));
  EXPECT_EQ(json["ier"], 1);
  EXPECT_EQ(json["freeNames"][0], "a");
  EXPECT_EQ(json["covX"]["values"]["values"][0], 4.25);
  EXPECT_EQ(json["infodict"]["fvec"]["values"]["values"][1], "NaN");
}

TEST(Sparkline, FallsWithTheNumbers) {
  EXPECT_EQ(sparkline(std::vector<double>{7, 5, 0}, 8, true), "█▆▁");
  EXPECT_EQ(sparkline(std::vector<double>{1, 1}, 8, true), "▁▁");
  EXPECT_EQ(sparkline(std::vector<double>{7, 7, 7, 0}, 2, true), "█▁") << "the last is shown";
  EXPECT_EQ(sparkline(std::vector<double>{1}, 8, false), "");
  EXPECT_EQ(sparkline({}, 8, true), "");
}

v1::FitEvent progress(int iteration, double residual_norm) {
  v1::FitEvent event;
  event.mutable_progress()->set_iteration(iteration);
  event.mutable_progress()->set_nfev(iteration + 1);
  event.mutable_progress()->set_residual_norm(residual_norm);
  return event;
}

TEST(ProgressLineTest, PaintsOverOneLineOfATerminal) {
  std::ostringstream out;
  {
    ProgressLine line(out, {.is_terminal = true, .colour = false, .utf8 = true, .width = 80},
                      "fit");
    EXPECT_TRUE(line.show(progress(0, 100)));
    EXPECT_TRUE(line.show(progress(1, 0.01)));
    EXPECT_THAT(out.str(), EndsWith("\rfit  iteration   1  nfev    2  residual norm 1.0000e-02"
                                    "  █▁\x1b[K"));
  }
  EXPECT_THAT(out.str(), EndsWith("\r\x1b[K")) << "the line is gone at the end";
}

TEST(ProgressLineTest, WritesLinesElsewhere) {
  std::ostringstream out;
  {
    ProgressLine line(out, {}, "fit");
    line.show(progress(0, 2));
    line.show(progress(3, 0));
  }
  EXPECT_EQ(out.str(),
            "fit  iteration   0  nfev    1  residual norm 2.0000e+00\n"
            "fit  iteration   3  nfev    4  residual norm 0.0000e+00\n");
}

TEST(ProgressLineTest, NeverWrapsANarrowTerminal) {
  std::ostringstream out;
  ProgressLine line(out, {.is_terminal = true, .colour = false, .utf8 = true, .width = 30}, "fit");
  line.show(progress(1, 1));
  EXPECT_THAT(out.str(), StartsWith("\rfit"));
  EXPECT_LT(display_width(out.str()), 30 + 4);
}

TEST(ProgressLineTest, OnlyQueueingAndProgressShow) {
  std::ostringstream out;
  ProgressLine line(out, {}, "fit");
  v1::FitEvent event;
  event.mutable_accepted();
  EXPECT_FALSE(line.show(event));
  event.mutable_accepted()->set_queue_position(3);
  EXPECT_TRUE(line.show(event));
  EXPECT_THAT(out.str(), HasSubstr("queued, 3 before this one"));
  event.Clear();
  event.mutable_result();
  EXPECT_FALSE(line.show(event));
}

}  // namespace
}  // namespace fitd::ctl
