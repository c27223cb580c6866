#include "server/result_arrays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fitd::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ResultArraysTest, SmallResultsAreWhole) {
  const ArraySelection selection = choose_arrays(nullptr, 1000, 5);
  EXPECT_THAT(selection.omitted(), IsEmpty());
  EXPECT_TRUE(selection.has(ResultArray::kFjac));
  EXPECT_TRUE(selection.has(ResultArray::kCorrelation));
}

TEST(ResultArraysTest, TheLargestAreLeftOutFirst) {
  EXPECT_THAT(choose_arrays(nullptr, 100'000, 5).omitted(), ElementsAre("infodict.fjac"));
  EXPECT_THAT(choose_arrays(nullptr, 1'000'000, 2).omitted(),
              ElementsAre("infodict.fjac", "infodict.fvec", "best_fit"));
}

TEST(ResultArraysTest, AMaskIsTakenAtItsWord) {
  google::protobuf::FieldMask mask;
  EXPECT_FALSE(choose_arrays(&mask, 10, 2).has(ResultArray::kFvec));
  mask.add_paths("infodict.fjac");
  const ArraySelection selection = choose_arrays(&mask, 10'000'000, 10);
  EXPECT_TRUE(selection.has(ResultArray::kFjac));
  EXPECT_FALSE(selection.has(ResultArray::kBestFit));
  EXPECT_THAT(selection.omitted(), IsEmpty());
}

TEST(ResultArraysTest, NamesAreKnown) {
  EXPECT_TRUE(is_result_array("infodict.fvec"));
  EXPECT_FALSE(is_result_array("fvec"));
  EXPECT_FALSE(is_result_array(""));
}

}  // namespace
}  // namespace fitd::server
