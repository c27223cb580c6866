#include "client-examples/cpp/fit_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <climits>
#include <sstream>

#include "client-examples/cpp/numbers.h"
#include "client-examples/cpp/selection.h"

namespace fitd::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

v1::Model surface() {
  v1::Model model;
  model.set_name("surface");
  model.add_predictors()->set_name("u");
  model.add_predictors()->set_name("v");
  return model;
}

v1::Model curve() {
  v1::Model model;
  model.set_name("curve");
  model.add_predictors()->set_name("x");
  return model;
}

Outcome<v1::FitRequest> request(const v1::Model& model, const std::vector<std::string>& words) {
  std::istringstream in("a,b,c,d\n1,2,3,4\n5,6,7,8\n");
  const auto table = read_table(in, "data.csv");
  const Specification spec{"fit", "", 0, 9, "", "", fit_options()};
  const auto arguments = Arguments::parse(words, spec);
  EXPECT_TRUE(arguments.ok()) << arguments.failure().message;
  return make_fit_request(*arguments, model, *table);
}

std::string failure_of(const v1::Model& model, const std::vector<std::string>& words) {
  const auto made = request(model, words);
  return made.ok() ? "made" : made.failure().message;
}

TEST(FitRequest, TakesTheFirstColumnsByDefault) {
  const auto one = request(curve(), {});
  ASSERT_TRUE(one.ok()) << one.failure().message;
  EXPECT_EQ(one->model(), "curve");
  EXPECT_THAT(to_numbers(one->predictors().at("x")), ElementsAre(1, 5));
  EXPECT_THAT(to_numbers(one->y()), ElementsAre(2, 6));
  EXPECT_FALSE(one->has_sigma());
  EXPECT_EQ(one->y().payload_case(), v1::Array::kF64Le) << "raw bytes on the wire";

  const auto two = request(surface(), {});
  ASSERT_TRUE(two.ok());
  EXPECT_THAT(to_numbers(two->predictors().at("u")), ElementsAre(1, 5));
  EXPECT_THAT(to_numbers(two->predictors().at("v")), ElementsAre(2, 6));
  EXPECT_THAT(to_numbers(two->y()), ElementsAre(3, 7));
}

TEST(FitRequest, TakesTheColumnsNamed) {
  const auto made =
      request(surface(), {"--x", "d,1", "--y", "b", "--sigma", "c", "--absolute-sigma"});
  ASSERT_TRUE(made.ok()) << made.failure().message;
  EXPECT_THAT(to_numbers(made->predictors().at("u")), ElementsAre(4, 8));
  EXPECT_THAT(to_numbers(made->predictors().at("v")), ElementsAre(1, 5));
  EXPECT_THAT(to_numbers(made->y()), ElementsAre(2, 6));
  EXPECT_THAT(to_numbers(made->sigma()), ElementsAre(3, 7));
  EXPECT_TRUE(made->absolute_sigma());
}

TEST(FitRequest, OptionsAreAbsentUnlessGiven) {
  const v1::FitOptions bare = request(curve(), {})->options();
  EXPECT_FALSE(bare.has_ftol() || bare.has_xtol() || bare.has_gtol() || bare.has_maxfev() ||
               bare.has_epsfcn() || bare.has_factor());
  EXPECT_THAT(bare.diag(), IsEmpty());
  EXPECT_EQ(bare.jacobian(), v1::JACOBIAN_ANALYTIC);
  EXPECT_EQ(bare.arithmetic(), v1::ARITHMETIC_FAST);

  const auto made =
      request(curve(), {"--ftol",   "0",      "--xtol",       "1e-9",     "--gtol",       "1e-10",
                        "--maxfev", "0",      "--epsfcn",     "1e-12",    "--factor",     "10",
                        "--diag",   "1,2",    "--jacobian",   "forward",  "--time-limit", "1.5s",
                        "--label",  "who=me", "--arithmetic", "reference"});
  ASSERT_TRUE(made.ok()) << made.failure().message;
  const v1::FitOptions& options = made->options();
  EXPECT_TRUE(options.has_ftol());
  EXPECT_EQ(options.ftol(), 0);
  EXPECT_EQ(options.xtol(), 1e-9);
  EXPECT_EQ(options.gtol(), 1e-10);
  EXPECT_TRUE(options.has_maxfev());
  EXPECT_EQ(options.epsfcn(), 1e-12);
  EXPECT_EQ(options.factor(), 10);
  EXPECT_THAT(options.diag(), ElementsAre(1, 2));
  EXPECT_EQ(options.jacobian(), v1::JACOBIAN_FORWARD_DIFFERENCE);
  EXPECT_EQ(options.arithmetic(), v1::ARITHMETIC_REFERENCE);
  EXPECT_EQ(made->time_limit().seconds(), 1);
  EXPECT_EQ(made->time_limit().nanos(), 500'000'000);
  EXPECT_EQ(made->labels().at("who"), "me");
}

TEST(FitRequest, ParametersAreStartedFixedAndFreed) {
  const auto made = request(curve(), {"--start", "a=1,k=5", "--fix", "b=2", "--free", "k,c"});
  ASSERT_TRUE(made.ok()) << made.failure().message;
  ASSERT_EQ(made->parameters_size(), 4);
  const auto& [a, b, c, k] =
      std::tie(made->parameters(0), made->parameters(1), made->parameters(2), made->parameters(3));
  EXPECT_EQ(a.name(), "a");
  EXPECT_EQ(a.start(), 1);
  EXPECT_FALSE(a.has_fixed());
  EXPECT_EQ(b.start(), 2);
  EXPECT_TRUE(b.fixed());
  EXPECT_FALSE(c.has_start());
  EXPECT_TRUE(c.has_fixed());
  EXPECT_FALSE(c.fixed());
  EXPECT_EQ(k.start(), 5);
  EXPECT_TRUE(k.has_fixed());
  EXPECT_FALSE(k.fixed());
}

TEST(FitRequest, ParametersAreBoundedAndScaled) {
  const auto made = request(curve(), {"--bounds", "a=0:10,b=:5", "--bounds", "c=-1e-3:", "--scale",
                                      "a=2,b=3,c=4", "--fix", "b=1"});
  ASSERT_TRUE(made.ok()) << made.failure().message;
  ASSERT_EQ(made->parameters_size(), 3);
  const auto& [a, b, c] = std::tie(made->parameters(0), made->parameters(1), made->parameters(2));
  EXPECT_EQ(a.min(), 0);
  EXPECT_EQ(a.max(), 10);
  EXPECT_EQ(a.scale(), 2);
  EXPECT_FALSE(b.has_min());
  EXPECT_EQ(b.max(), 5);
  EXPECT_TRUE(b.fixed());
  EXPECT_EQ(c.min(), -1e-3);
  EXPECT_FALSE(c.has_max());
  EXPECT_FALSE(made->natural_bounds());
  EXPECT_TRUE(request(curve(), {"--natural-bounds"})->natural_bounds());
}

TEST(FitRequest, ManyStartsAreAskedFor) {
  EXPECT_FALSE(request(curve(), {})->has_multi_start());
  const auto made = request(
      curve(), {"--starts", "64", "--seed", "-3", "--spread", "5", "--arithmetic", "certified"});
  ASSERT_TRUE(made.ok()) << made.failure().message;
  EXPECT_EQ(made->multi_start().starts(), 64);
  EXPECT_EQ(made->multi_start().seed(), -3);
  EXPECT_EQ(made->multi_start().spread(), 5);
  EXPECT_EQ(made->options().arithmetic(), v1::ARITHMETIC_CERTIFIED);
  EXPECT_FALSE(request(curve(), {"--starts", "2"})->multi_start().has_spread());
  // The server says what is wrong with a number of any size.
  EXPECT_EQ(request(curve(), {"--starts", "99999999999"})->multi_start().starts(), INT_MAX);
  EXPECT_EQ(failure_of(curve(), {"--seed", "1"}), "--seed and --spread go with --starts");
  EXPECT_EQ(failure_of(curve(), {"--spread", "2"}), "--seed and --spread go with --starts");
}

TEST(FitRequest, BoundsAndScalesAreGivenOnce) {
  EXPECT_EQ(failure_of(curve(), {"--bounds", "a=1:2,a=:3"}), "--bounds names a twice");
  EXPECT_EQ(failure_of(curve(), {"--scale", "a=1,a=2"}), "--scale names a twice");
}

TEST(FitRequest, ParametersAreTied) {
  const auto made = request(curve(), {"--tie", "b=2*a, more", "--tie", "c = a == 1"});
  ASSERT_TRUE(made.ok()) << made.failure().message;
  ASSERT_EQ(made->parameters_size(), 2);
  EXPECT_EQ(made->parameters(0).name(), "b");
  EXPECT_EQ(made->parameters(0).expression(), "2*a, more");
  EXPECT_EQ(made->parameters(1).expression(), "a == 1");
  EXPECT_EQ(failure_of(curve(), {"--tie", "a=b", "--tie", "a=c"}), "--tie names a twice");
}

TEST(FitRequest, ContradictionsAreRefused) {
  EXPECT_EQ(failure_of(curve(), {"--start", "a=1", "--start", "a=2"}), "--start names a twice");
  EXPECT_EQ(failure_of(curve(), {"--start", "a=1", "--fix", "a=2"}), "a is given two values");
  EXPECT_EQ(failure_of(curve(), {"--fix", "a=1", "--free", "a"}), "a is both fixed and free");
  EXPECT_EQ(failure_of(curve(), {"--jacobian", "exact"}),
            "--jacobian: 'exact' is neither analytic nor forward");
  EXPECT_EQ(failure_of(curve(), {"--arithmetic", "exact"}),
            "--arithmetic: 'exact' is not fast, reference or certified");
  EXPECT_EQ(failure_of(surface(), {"--x", "a"}), "surface has 2 predictors, --x names 1");
  EXPECT_THAT(failure_of(curve(), {"--y", "e"}), HasSubstr("no column 'e'"));
  EXPECT_THAT(failure_of(curve(), {"--sigma", "9"}), HasSubstr("no column '9'"));
}

}  // namespace
}  // namespace fitd::ctl
