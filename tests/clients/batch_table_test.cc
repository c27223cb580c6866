#include "client-examples/cpp/batch_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <sstream>
#include <vector>

#include "client-examples/cpp/batch_bar.h"
#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Answers to two data sets from `first` on: 10 first + 1, ... the second did not converge.
v1::FitBatchResults results(std::int64_t first) {
  v1::FitBatchResults results;
  results.set_first_index(first);
  results.set_count(2);
  results.add_terminations(v1::TERMINATION_XTOL);
  results.add_terminations(v1::TERMINATION_MAXFEV);
  const double base = 10 * static_cast<double>(first);
  *results.mutable_parameters() = to_array(std::vector{base + 1, base + 2, base + 3, base + 4});
  *results.mutable_standard_errors() = to_array(std::vector{0.5, kNan, 0.25, kNan});
  *results.mutable_chi_square() = to_array(std::vector{7.0, 8.0});
  for (const int nfev : {5, 300}) results.add_nfev(nfev);
  for (const int njev : {4, 200}) results.add_njev(njev);
  return results;
}

BatchTable table_of(std::int64_t count) {
  BatchTable table(count);
  v1::FitBatchAccepted accepted;
  accepted.add_parameter_names("a");
  accepted.add_parameter_names("b");
  table.set_parameters(accepted);
  return table;
}

TEST(BatchTable, KnowsWhatIsUnanswered) {
  BatchTable table = table_of(7);
  EXPECT_THAT(table.unanswered(3), ElementsAre(Pair(0, 3), Pair(3, 3), Pair(6, 1)));
  table.add(results(2));
  EXPECT_THAT(table.unanswered(3), ElementsAre(Pair(0, 2), Pair(4, 3)));
  for (const std::int64_t first : {0, 4}) table.add(results(first));
  EXPECT_THAT(table.unanswered(3), ElementsAre(Pair(6, 1)));
  EXPECT_EQ(table.answered(), 6);
  EXPECT_EQ(table.converged(), 3);
}

TEST(BatchTable, AnAnswerCountsOnce) {
  BatchTable table = table_of(2);
  table.add(results(0));
  table.add(results(0));
  EXPECT_EQ(table.answered(), 2);
  EXPECT_THAT(table.failures(), ElementsAre(Pair(v1::TERMINATION_MAXFEV, 1)));
}

TEST(BatchTable, AnswersOutOfRangeAreDropped) {
  BatchTable table = table_of(1);
  table.add(results(0));
  EXPECT_EQ(table.answered(), 1);
}

TEST(BatchTable, KeepsTheFirstFaults) {
  BatchTable table = table_of(100);
  v1::FitBatchResults some = results(0);
  for (int index = 60; index > 0; --index) {
    auto* fault = some.add_faults();
    fault->set_index(index);
    fault->set_field("y[3]");
    fault->set_description("is NaN");
  }
  table.add(some);
  EXPECT_EQ(table.faults().size(), 10u);
  EXPECT_EQ(table.faults().begin()->first, 1);
  EXPECT_EQ(table.faults().begin()->second, "y[3] is NaN");
}

TEST(BatchTable, WritesLines) {
  BatchTable table = table_of(2);
  table.add(results(0));
  std::ostringstream out;
  table.write_csv(out);
  EXPECT_EQ(out.str(),
            "index,termination,nfev,njev,chi_square,a,b,a_error,b_error\n"
            "0,XTOL,5,4,7,1,2,0.5,nan\n"
            "1,MAXFEV,300,200,8,3,4,0.25,nan\n");
}

TEST(BatchTable, WritesRecords) {
  BatchTable table = table_of(2);
  table.add(results(0));
  std::ostringstream out;
  table.write_npy(out);
  const std::size_t record = 8 + 4 + 8 + 8 + 8 + 4 * 8;
  EXPECT_EQ(out.str().size() % 64, 2 * record % 64);
  double last = 0;
  out.str().copy(reinterpret_cast<char*>(&last), sizeof last, out.str().size() - 16);
  EXPECT_EQ(last, 0.25);
}

TEST(BatchBar, TellsRateAndTimeLeft) {
  const std::string text = bar_text("gaussian", {50, 200, 3, 10}, 100, false);
  EXPECT_THAT(text, HasSubstr("gaussian  [#######-----------------------]   25 %  50 of 200  5/s"));
  EXPECT_THAT(text, HasSubstr("ETA 30 s  3 not converged"));
  EXPECT_THAT(bar_text("g", {200, 200, 0, 10}, 100, false), Not(HasSubstr("ETA")));
  EXPECT_THAT(bar_text("g", {1, 1000, 0, 1}, 100, false), HasSubstr("ETA 16:39"));
}

TEST(BatchBar, FitsTheTerminal) {
  for (const int width : {10, 40, 60, 200}) {
    EXPECT_LE(display_width(bar_text("gaussian", {50, 200, 3, 10}, width, true)), width);
  }
  EXPECT_THAT(bar_text("gaussian", {0, 0, 0, 0}, 80, false), HasSubstr("100 %"));
}

}  // namespace
}  // namespace fitd::ctl
