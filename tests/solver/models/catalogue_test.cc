#include "solver/models/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>

#include "solver/models/edit_distance.h"
#include "tests/solver/models/model_samples.h"

namespace fitd::models {
namespace {

using testing::Contains;
using testing::IsEmpty;

TEST(Catalogue, NamesAndAliasesAreUniqueAndResolve) {
  std::set<std::string> names;
  for (const auto& model : catalogue().models()) {
    EXPECT_TRUE(names.insert(model->info().name).second) << model->info().name;
    EXPECT_EQ(catalogue().find(model->info().name), model.get());
    for (const std::string& alias : model->info().aliases) {
      EXPECT_TRUE(names.insert(alias).second) << alias;
      EXPECT_EQ(catalogue().find(alias), model.get());
    }
  }
  EXPECT_EQ(catalogue().find("gauss"), nullptr);
  EXPECT_EQ(catalogue().find(""), nullptr);
}

TEST(Catalogue, MakesASingleModel) {
  for (const auto& model : catalogue().models()) {
    const std::unique_ptr<Model> single = make_model(model->info().name);
    ASSERT_NE(single, nullptr) << model->info().name;
    EXPECT_EQ(single->info().name, model->info().name);
  }
  EXPECT_EQ(make_model("gauss"), nullptr);
}

TEST(Catalogue, IsOrderedAndEveryGroupIsThere) {
  std::map<std::string, int> groups;
  const Model* last = nullptr;
  for (const auto& model : catalogue().models()) {
    ++groups[model->info().group];
    if (last != nullptr) {
      EXPECT_LT(std::tie(last->info().group, last->info().name),
                std::tie(model->info().group, model->info().name));
    }
    last = model.get();
  }
  for (const char* group :
       {"peaks", "steps", "backgrounds", "exponentials", "growth", "dose_response", "kinetics",
        "pharmacokinetics", "power_laws", "rheology", "oscillation", "physics", "surfaces"}) {
    EXPECT_GE(groups[group], 5) << group;
  }
  EXPECT_EQ(groups["nist"], 20);
  EXPECT_EQ(groups.size(), 14u);
}

TEST(Catalogue, EveryNistSetHasItsModel) {
  for (const char* set :
       {"bennett5", "boxbod", "chwirut1", "chwirut2", "danwood",  "eckerle4", "enso",
        "gauss1",   "gauss2", "gauss3",   "hahn1",    "kirby2",   "lanczos1", "lanczos2",
        "lanczos3", "mgh09",  "mgh10",    "mgh17",    "misra1a",  "misra1b",  "misra1c",
        "misra1d",  "nelson", "rat42",    "rat43",    "roszman1", "thurber"}) {
    EXPECT_NE(catalogue().find(std::string("nist_") + set), nullptr) << set;
  }
}

TEST(Catalogue, ClosestFindsTypingErrorsOnly) {
  EXPECT_EQ(catalogue().closest("gausian").front(), "gaussian");
  EXPECT_EQ(catalogue().closest("guassian").front(), "gaussian");
  EXPECT_EQ(catalogue().closest("Gaussian").front(), "gaussian");
  EXPECT_EQ(catalogue().closest("michaelis_mentn").front(), "michaelis_menten");
  EXPECT_THAT(catalogue().closest("gauss2d", 10), Contains("gauss_2d"));
  EXPECT_THAT(catalogue().closest("nist_misra1e", 10), Contains("nist_misra1d"));
  EXPECT_THAT(catalogue().closest("qzxwvuts"), IsEmpty());
  EXPECT_THAT(catalogue().closest(""), IsEmpty());
  EXPECT_THAT(catalogue().closest(std::string(1000000, 'a')), IsEmpty());
  EXPECT_THAT(catalogue().closest("gausian", 0), IsEmpty());
  EXPECT_LE(catalogue().closest("ll_9").size(), 3u);
}

TEST(EditDistance, Known) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("abc", ""), 3u);
  EXPECT_EQ(edit_distance("", "ab"), 2u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("voigt", "viogt"), 1u);  // a swap
  EXPECT_EQ(edit_distance("LL_4", "ll_4"), 0u);
  EXPECT_EQ(edit_distance("sine", "cosine"), 2u);
}

}  // namespace
}  // namespace fitd::models
