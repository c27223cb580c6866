#include "client-examples/cpp/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

namespace fitd::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Outcome<Table> read(const std::string& text) {
  std::istringstream in(text);
  return read_table(in, "data.csv");
}

std::string failure_of(const std::string& text) {
  const auto table = read(text);
  return table.ok() ? "read" : table.failure().message;
}

TEST(Csv, ReadsAHeaderAndColumns) {
  const auto table = read("time,volume\n1,10.5\n2,-3e-2\n");
  ASSERT_TRUE(table.ok()) << table.failure().message;
  EXPECT_THAT(table->names(), ElementsAre("time", "volume"));
  EXPECT_EQ(table->rows(), 2u);
  EXPECT_THAT(table->columns(), ElementsAre(ElementsAre(1, 2), ElementsAre(10.5, -3e-2)));
}

TEST(Csv, NeedsNoHeader) {
  const auto table = read("1,2\n3,4\n");
  ASSERT_TRUE(table.ok());
  EXPECT_THAT(table->names(), IsEmpty());
  EXPECT_THAT(table->columns(), ElementsAre(ElementsAre(1, 3), ElementsAre(2, 4)));
}

TEST(Csv, TakesEverySeparator) {
  for (const char* text : {"x;y\n1;2\n", "x\ty\n1\t2\n", "x,y\n1,2\n", "x y\n1 2\n",
                           "  x    y\n   1   2  \n", "x , y\n 1 ,\t2\n", "x,y\r\n1,2\r\n"}) {
    const auto table = read(text);
    ASSERT_TRUE(table.ok()) << text << table.failure().message;
    EXPECT_THAT(table->names(), ElementsAre("x", "y")) << text;
    EXPECT_THAT(table->columns(), ElementsAre(ElementsAre(1), ElementsAre(2))) << text;
  }
}

TEST(Csv, SkipsCommentsBlankLinesAndAByteOrderMark) {
  const auto table =
      read("\xEF\xBB\xBF# made by hand\n\nx,y # names\n1,2\n  \n# more\n3,4 # last\n");
  ASSERT_TRUE(table.ok()) << table.failure().message;
  EXPECT_THAT(table->names(), ElementsAre("x", "y"));
  EXPECT_THAT(table->columns(), ElementsAre(ElementsAre(1, 3), ElementsAre(2, 4)));
}

TEST(Csv, QuotedCellsMayHoldSeparatorsAndNumberSigns) {
  const auto table = read("\"time, s\",\"run #2\"\n\"1\",2\n");
  ASSERT_TRUE(table.ok()) << table.failure().message;
  EXPECT_THAT(table->names(), ElementsAre("time, s", "run #2"));
  EXPECT_THAT(table->columns(), ElementsAre(ElementsAre(1), ElementsAre(2)));
}

TEST(Csv, PassesNanAndInfinityOn) {
  const auto table = read("1,NaN\n2,nan\n3,-Inf\n4,+1.5\n");
  ASSERT_TRUE(table.ok()) << table.failure().message;
  EXPECT_THAT(table->names(), IsEmpty());
  const auto& y = table->columns()[1];
  EXPECT_TRUE(std::isnan(y[0]));
  EXPECT_TRUE(std::isnan(y[1]));
  EXPECT_EQ(y[2], -std::numeric_limits<double>::infinity());
  EXPECT_EQ(y[3], 1.5);
}

TEST(Csv, FailuresNameLineAndColumn) {
  EXPECT_EQ(failure_of("x,y\n1,2\n\n3,abc\n"),
            "data.csv, line 4: column 2 (y): 'abc' is not a number");
  EXPECT_EQ(failure_of("1,2\n3,\n"), "data.csv, line 2: column 2: empty");
  EXPECT_EQ(failure_of("x,y\n1,2,3\n"), "data.csv, line 2: 3 columns where 2 are expected");
  EXPECT_EQ(failure_of("1 2\n3\n"), "data.csv, line 2: 1 columns where 2 are expected");
  EXPECT_THAT(failure_of("x;y\n1,5;2\n"), HasSubstr("'1,5' is not a number; write decimals with"));
  EXPECT_EQ(failure_of("x,y\n1,1e999\n"),
            "data.csv, line 2: column 2 (y): '1e999' is not a number");
}

TEST(Csv, AFileWithoutNumbersIsRefused) {
  EXPECT_EQ(failure_of(""), "data.csv: no numbers in it");
  EXPECT_EQ(failure_of("x,y\n"), "data.csv: no numbers in it");
  EXPECT_EQ(failure_of("# nothing\n"), "data.csv: no numbers in it");
  const auto missing = read_table_file("/no/such/file.csv");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.failure().exit, Exit::kUsage);
  EXPECT_EQ(missing.failure().message, "cannot read /no/such/file.csv");
}

TEST(Csv, ColumnsAreFoundByNameThenByNumber) {
  const auto table = read("x,2,x,y\n1,2,3,4\n");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(*table->find("y"), 3u);
  EXPECT_EQ(*table->find("1"), 0u);
  EXPECT_EQ(*table->find("2"), 1u) << "the column called 2";
  EXPECT_EQ(*table->find("4"), 3u);
  for (const char* wrong : {"0", "5", "-1", "z", ""}) {
    const auto column = table->find(wrong);
    ASSERT_FALSE(column.ok()) << wrong;
    EXPECT_THAT(column.failure().message, HasSubstr("it has columns 1 to 4: x, 2, x, y"));
  }
  const auto twice = table->find("x");
  ASSERT_FALSE(twice.ok());
  EXPECT_THAT(twice.failure().message, HasSubstr("2 columns are called 'x'"));
}

}  // namespace
}  // namespace fitd::ctl
