#include "client-examples/cpp/loss_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "client-examples/cpp/fit_request.h"
#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Outcome<v1::FitRequest> request(const std::vector<std::string>& words) {
  std::istringstream in("x,y,use\n1,2,1\n5,6,0\n7,nan,2\n");
  const auto table = read_table(in, "data.csv");
  const Specification spec{"fit", "", 0, 9, "", "", fit_options()};
  const auto arguments = Arguments::parse(words, spec);
  EXPECT_TRUE(arguments.ok()) << arguments.failure().message;
  v1::Model model;
  model.set_name("curve");
  model.add_predictors()->set_name("x");
  return make_fit_request(*arguments, model, *table);
}

std::string failure_of(const std::vector<std::string>& words) {
  const auto made = request(words);
  return made.ok() ? "made" : made.failure().message;
}

TEST(LossOptions, SayWhatIsMinimised) {
  EXPECT_FALSE(request({})->has_loss());
  const auto cauchy = request({"--loss", "cauchy", "--loss-scale", "0.1"});
  EXPECT_EQ(cauchy->loss().kind(), v1::LOSS_KIND_CAUCHY);
  EXPECT_EQ(cauchy->loss().scale(), 0.1);
  const auto huber = request({"--loss", "huber"});
  EXPECT_EQ(huber->loss().kind(), v1::LOSS_KIND_HUBER);
  EXPECT_FALSE(huber->loss().has_scale());
  EXPECT_EQ(request({"--poisson"})->loss().kind(), v1::LOSS_KIND_POISSON);
  EXPECT_EQ(request({"--loss", "poisson"})->loss().kind(), v1::LOSS_KIND_POISSON);
}

TEST(LossOptions, ThatMakeNoSenseAreUsageErrors) {
  EXPECT_THAT(failure_of({"--loss", "cauchi"}), HasSubstr("is none of linear, soft_l1"));
  EXPECT_THAT(failure_of({"--loss", "huber", "--poisson"}), HasSubstr("exclude each other"));
  EXPECT_THAT(failure_of({"--loss-scale", "2"}), HasSubstr("needs --loss"));
}

TEST(PointOptions, SayWhichPointsCount) {
  const auto plain = request({});
  EXPECT_THAT(plain->mask(), IsEmpty());
  EXPECT_EQ(plain->nan_policy(), v1::NAN_POLICY_UNSPECIFIED);
  const auto both = request({"--mask", "use", "--omit-nan"});
  EXPECT_THAT(both->mask(), ElementsAre(true, false, true));
  EXPECT_EQ(both->nan_policy(), v1::NAN_POLICY_OMIT);
  EXPECT_THAT(failure_of({"--mask", "none"}), HasSubstr("none"));
}

TEST(PointOptions, ReadACovarianceRowByRow) {
  const std::string path = testing::TempDir() + "/covariance.csv";
  std::ofstream(path) << "1,2,3\n4,5,6\n7,8,9\n";
  const auto made = request({"--y-covariance", path});
  ASSERT_TRUE(made.ok()) << made.failure().message;
  EXPECT_THAT(to_numbers(made->y_covariance()), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(failure_of({"--y-covariance", "no such file"}), HasSubstr("no such file"));
}

}  // namespace
}  // namespace fitd::ctl
