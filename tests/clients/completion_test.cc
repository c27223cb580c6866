#include "client-examples/cpp/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fitd::ctl {
namespace {

using testing::HasSubstr;

const std::vector<Specification>& commands() {
  static const std::vector<Specification> kCommands = {
      {"fit",
       "MODEL DATA.csv",
       2,
       2,
       "fit a model",
       "",
       {{"x", Kind::kText, "COLUMN", "the user's x: a column"},
        {"json", Kind::kSwitch, "", "JSON"}}},
      {"health", "", 0, 0, "ask the server", "", {}}};
  return kCommands;
}

std::string script(const std::string& shell) {
  const auto answer = completion_script(shell, commands());
  return answer.ok() ? *answer : answer.failure().message;
}

TEST(Completion, BashKnowsCommandsOptionsAndModels) {
  EXPECT_THAT(script("bash"), HasSubstr("fit) words='--x --json' ;;"));
  EXPECT_THAT(script("bash"), HasSubstr("words='fit health --help"));
  EXPECT_THAT(script("bash"), HasSubstr("fit) words=$(fitctl models"));
}

TEST(Completion, ZshQuotesWhatItsDescriptionsHold) {
  EXPECT_THAT(script("zsh"), HasSubstr(R"('--x:the user'\''s x\: a column')"));
  EXPECT_THAT(script("zsh"), HasSubstr("'health:ask the server'"));
}

TEST(Completion, FishSaysWhichOptionsTakeAValue) {
  EXPECT_THAT(script("fish"), HasSubstr(R"(-l x -r -d 'the user\'s x: a column')"));
  EXPECT_THAT(script("fish"), HasSubstr("-l json -d 'JSON'"));
}

TEST(Completion, OtherShellsAreRefusedByName) {
  EXPECT_THAT(script("tcsh"), HasSubstr("bash, zsh or fish, not 'tcsh'"));
}

}  // namespace
}  // namespace fitd::ctl
