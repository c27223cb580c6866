#include "client-examples/cpp/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace fitd::ctl {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const Specification& specification() {
  static const Specification kSpec{"fit",
                                   "MODEL DATA.csv",
                                   2,
                                   2,
                                   "",
                                   "",
                                   {{"start", Kind::kAssignments, "", ""},
                                    {"bounds", Kind::kRanges, "", ""},
                                    {"at", Kind::kNumbers, "", ""},
                                    {"x", Kind::kNames, "", ""},
                                    {"ftol", Kind::kNumber, "", ""},
                                    {"maxfev", Kind::kInteger, "", ""},
                                    {"time-limit", Kind::kDuration, "", ""},
                                    {"label", Kind::kPairs, "", ""},
                                    {"sigma", Kind::kText, "", ""},
                                    {"plot", Kind::kOptionalFile, "FILE.png", ""},
                                    {"help", Kind::kSwitch, "", ""},
                                    {"json", Kind::kSwitch, "", ""}}};
  return kSpec;
}

Outcome<Arguments> parse(const std::vector<std::string>& words) {
  return Arguments::parse(words, specification());
}

std::string failure_of(const std::vector<std::string>& words) {
  const auto arguments = parse(words);
  return arguments.ok() ? "parsed" : arguments.failure().message;
}

TEST(Arguments, ReadsEveryKind) {
  const auto a = parse({"gaussian", "--start", "a=1,b=-2e-3", "--at=1,2.5", "--x", "t,u", "--ftol",
                        "1e-8", "d.csv", "--maxfev", "50", "--time-limit", "250ms", "--label",
                        "who=me, myself", "--sigma=s", "--json"});
  ASSERT_TRUE(a.ok()) << a.failure().message;
  EXPECT_THAT(a->operands(), ElementsAre("gaussian", "d.csv"));
  EXPECT_THAT(a->assignments("start"), ElementsAre(Pair("a", 1), Pair("b", -2e-3)));
  EXPECT_THAT(a->numbers("at"), ElementsAre(1, 2.5));
  EXPECT_THAT(a->names("x"), ElementsAre("t", "u"));
  EXPECT_EQ(a->number("ftol"), 1e-8);
  EXPECT_EQ(a->integer("maxfev"), 50);
  EXPECT_EQ(a->duration("time-limit"), milliseconds(250));
  EXPECT_THAT(a->pairs("label"), ElementsAre(Pair("who", "me, myself")));
  EXPECT_EQ(a->text("sigma"), "s");
  EXPECT_TRUE(a->given("json"));
  EXPECT_FALSE(a->wrong_count(specification()));
}

TEST(Arguments, WhatIsNotGivenIsAbsent) {
  const auto a = parse({"gaussian", "d.csv"});
  ASSERT_TRUE(a.ok());
  EXPECT_FALSE(a->given("json"));
  EXPECT_FALSE(a->number("ftol"));
  EXPECT_FALSE(a->integer("maxfev"));
  EXPECT_FALSE(a->duration("time-limit"));
  EXPECT_FALSE(a->text("sigma"));
  EXPECT_THAT(a->assignments("start"), IsEmpty());
  EXPECT_THAT(a->numbers("at"), IsEmpty());
  EXPECT_THAT(a->names("x"), IsEmpty());
}

TEST(Arguments, ListsAddUp) {
  const auto a =
      parse({"--start", "a=1", "--start", "b=2,c=3", "--label", "k=1", "--label", "l=2"});
  ASSERT_TRUE(a.ok());
  EXPECT_THAT(a->assignments("start"), ElementsAre(Pair("a", 1), Pair("b", 2), Pair("c", 3)));
  EXPECT_THAT(a->pairs("label"), ElementsAre(Pair("k", "1"), Pair("l", "2")));
}

TEST(Arguments, ValuesMayBeginWithADash) {
  const auto a = parse({"--at", "-1,-2", "--ftol", "-3"});
  ASSERT_TRUE(a.ok());
  EXPECT_THAT(a->numbers("at"), ElementsAre(-1, -2));
  EXPECT_EQ(a->number("ftol"), -3);
}

TEST(Arguments, ADashAloneAndAllAfterTwoDashesAreOperands) {
  const auto a = parse({"-", "--", "--json", "-x"});
  ASSERT_TRUE(a.ok());
  EXPECT_THAT(a->operands(), ElementsAre("-", "--json", "-x"));
  EXPECT_FALSE(a->given("json"));
}

TEST(Arguments, ShortHelp) {
  const auto a = parse({"-h"});
  ASSERT_TRUE(a.ok());
  EXPECT_TRUE(a->given("help"));
}

TEST(Arguments, StopsAtTheFirstOperandWhenAsked) {
  const std::vector<std::string> words = {"--sigma", "s", "fit", "--unknown"};
  const auto a = Arguments::parse(words, specification(), /*stop_at_operand=*/true);
  ASSERT_TRUE(a.ok()) << a.failure().message;
  EXPECT_EQ(a->consumed(), 2u);
  EXPECT_EQ(a->text("sigma"), "s");
}

TEST(Arguments, RangesHaveOneEndAtLeast) {
  const auto a = parse({"--bounds", "a=0:10,b=:5", "--bounds", "c=-1e-3:"});
  ASSERT_TRUE(a.ok()) << a.failure().message;
  const auto ranges = a->ranges("bounds");
  ASSERT_EQ(ranges.size(), 3U);
  EXPECT_EQ(ranges[0].first, "a");
  EXPECT_EQ(ranges[0].second.min, 0);
  EXPECT_EQ(ranges[0].second.max, 10);
  EXPECT_FALSE(ranges[1].second.min);
  EXPECT_EQ(ranges[1].second.max, 5);
  EXPECT_EQ(ranges[2].second.min, -1e-3);
  EXPECT_FALSE(ranges[2].second.max);
  for (const std::string wrong : {"a=1", "a=:", "a=", "a=1:2:3", "a=x:2", "a=1:y", "=1:2", "1:2"}) {
    EXPECT_EQ(failure_of({"--bounds", wrong}),
              "--bounds: '" + wrong + "' is not of the form name=min:max, name=min: or name=:max");
  }
}

TEST(Arguments, FailuresSayWhatIsWrong) {
  EXPECT_EQ(failure_of({"--strt", "a=1"}), "unknown option --strt (did you mean --start?)");
  EXPECT_EQ(failure_of({"--qqqqqq=1"}), "unknown option --qqqqqq");
  EXPECT_EQ(failure_of({"-x"}), "unknown option -x (did you mean --x?)");
  EXPECT_EQ(failure_of({"--start"}), "--start needs a value");
  EXPECT_EQ(failure_of({"--start", "--json"}), "--start needs a value");
  EXPECT_EQ(failure_of({"--json=yes"}), "--json takes no value");
  EXPECT_EQ(failure_of({"--ftol", "1", "--ftol", "2"}), "--ftol is given twice");
  EXPECT_EQ(failure_of({"--ftol", "abc"}), "--ftol: 'abc' is not a number");
  EXPECT_EQ(failure_of({"--ftol", "1x"}), "--ftol: '1x' is not a number");
  EXPECT_EQ(failure_of({"--maxfev", "1.5"}), "--maxfev: '1.5' is not a whole number");
  EXPECT_EQ(failure_of({"--start", "a=1,b"}), "--start: 'b' is not of the form name=number");
  EXPECT_EQ(failure_of({"--start", "=1"}), "--start: '=1' is not of the form name=number");
  EXPECT_EQ(failure_of({"--start", "a=1,"}), "--start: '' is not of the form name=number");
  EXPECT_EQ(failure_of({"--x", "a,,b"}), "--x: '' is an empty name");
  EXPECT_EQ(failure_of({"--label", "k"}), "--label: 'k' is not of the form key=value");
  for (const char* wrong : {"5 apples", "0", "-1s", "s", "", "nan", "1e99h", "inf"}) {
    EXPECT_EQ(
        failure_of({"--time-limit", wrong}),
        "--time-limit: '" + std::string(wrong) + "' is not a duration such as 250ms, 5s or 2m");
  }
}

TEST(Arguments, DurationsHaveUnits) {
  const auto duration = [](const std::string& text) {
    return *parse({"--time-limit", text})->duration("time-limit");
  };
  EXPECT_EQ(duration("1.5"), milliseconds(1500));
  EXPECT_EQ(duration("5s"), milliseconds(5000));
  EXPECT_EQ(duration("2m"), milliseconds(120'000));
  EXPECT_EQ(duration("1h"), milliseconds(3'600'000));
  EXPECT_EQ(duration("20us"), std::chrono::microseconds(20));
}

TEST(Arguments, CountsOperands) {
  EXPECT_EQ(parse({"gaussian"})->wrong_count(specification())->message,
            "too few arguments; expected MODEL DATA.csv");
  EXPECT_EQ(parse({"a", "b", "c"})->wrong_count(specification())->message,
            "unexpected argument 'c'");
}

TEST(Arguments, AnOptionalFileIsTakenByItsEnding) {
  const auto alone = parse({"--plot", "gaussian", "d.csv"});
  ASSERT_TRUE(alone.ok());
  EXPECT_EQ(alone->text("plot"), "");
  EXPECT_THAT(alone->operands(), ElementsAre("gaussian", "d.csv"));
  const auto named = parse({"gaussian", "--plot", "out.png", "d.csv"});
  ASSERT_TRUE(named.ok());
  EXPECT_EQ(named->text("plot"), "out.png");
  EXPECT_THAT(named->operands(), ElementsAre("gaussian", "d.csv"));
  EXPECT_EQ(parse({"--plot=picture"})->text("plot"), "picture");
  EXPECT_EQ(parse({"d.csv", "--plot"})->text("plot"), "");
}

}  // namespace
}  // namespace fitd::ctl
