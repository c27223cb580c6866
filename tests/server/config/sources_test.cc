#include "server/config/sources.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "server/config/settings.h"

namespace fitd::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "name=value@origin" of each assignment.
std::vector<std::string> shown(const Source& source) {
  std::vector<std::string> lines;
  for (const Assignment& a : source.assignments) {
    lines.push_back(a.setting->name + "=" + a.value + "@" + a.origin);
  }
  return lines;
}

TEST(ConfigFileTest, LinesOfNameAndValue) {
  const Source source = parse_config(
      "# a comment\n"
      "\n"
      "workers = 4   # of eight\r\n"
      "\tqueue_bytes=64MiB\n"
      "max-points = 10",
      "f");
  EXPECT_THAT(source.problems, IsEmpty());
  EXPECT_THAT(shown(source),
              ElementsAre("workers=4@f:3", "queue_bytes=64MiB@f:4", "max_points=10@f:5"));
}

TEST(ConfigFileTest, QuotesKeepBlanksAndNumberSigns) {
  const Source source = parse_config(
      "state_dir = \" a # b \" # c\n"
      "models_dir = a#b\n"
      "client_metadata_key = \"\"\n"
      "listen =\n",
      "f");
  EXPECT_THAT(source.problems, IsEmpty());
  EXPECT_THAT(shown(source), ElementsAre("state_dir= a # b @f:1", "models_dir=a#b@f:2",
                                         "client_metadata_key=@f:3", "listen=@f:4"));
}

TEST(ConfigFileTest, EveryWrongLineIsNamed) {
  const Source source = parse_config(
      "wrokers = 4\n"
      "workers = 4\n"
      "[fitd]\n"
      "listen = \"127.0.0.1:1\n"
      "workers = 5\n"
      "state_dir = a \"b\"\n"
      "state_dir = \"a\" \"b\"\n"
      "nothing like any = 1\n",
      "etc/fitd.conf");
  EXPECT_THAT(shown(source), ElementsAre("workers=4@etc/fitd.conf:2"));
  EXPECT_THAT(source.problems,
              ElementsAre("etc/fitd.conf:1: there is no setting wrokers; did you mean workers?",
                          "etc/fitd.conf:3: expected NAME = VALUE",
                          "etc/fitd.conf:4: quotes enclose the whole value",
                          "etc/fitd.conf:5: workers stands in line 2 too",
                          "etc/fitd.conf:6: quotes enclose the whole value",
                          "etc/fitd.conf:7: a value in quotes holds no quotes",
                          "etc/fitd.conf:8: there is no setting nothing like any"));
}

TEST(ConfigFileTest, AFileThatCannotBeReadIsNamed) {
  EXPECT_THAT(std::string(read_config("/no/such/file").status().message()),
              HasSubstr("/no/such/file"));
  EXPECT_THAT(std::string(read_config(FITD_TEST_DATA).status().message()),
              HasSubstr(FITD_TEST_DATA));
  EXPECT_THAT(std::string(read_config("/dev/zero").status().message()), HasSubstr("1 MiB"));
}

TEST(EnvironmentTest, VariablesOfFitd) {
  const char* const variables[] = {"PATH=/bin", "FITD_WORKERS=4", "FITD_STATE_DIR=a=b",
                                   "FITD_LISTEN=", "NOT_FITD_WORKERS=x"};
  const Source source = read_environment(variables);
  EXPECT_THAT(source.problems, IsEmpty());
  EXPECT_THAT(shown(source), ElementsAre("workers=4@FITD_WORKERS", "state_dir=a=b@FITD_STATE_DIR",
                                         "listen=@FITD_LISTEN"));
}

TEST(EnvironmentTest, UnknownOnesAreRefused) {
  const char* const variables[] = {"FITD_WROKERS=4", "FITD_workers=4", "FITD_=1",
                                   "FITD_NOTHING_LIKE_ANY=1"};
  EXPECT_THAT(read_environment(variables).problems,
              ElementsAre("FITD_WROKERS: there is no such setting; did you mean FITD_WORKERS?",
                          "FITD_workers: there is no such setting; did you mean FITD_WORKERS?",
                          "FITD_: there is no such setting",
                          "FITD_NOTHING_LIKE_ANY: there is no such setting"));
}

// What the kubelet sets for the services `fitd` and `fitd-watch`, and what our clients read.
constexpr const char* kPassedOver[] = {"FITD_SERVICE_HOST=10.0.0.1",
                                       "FITD_SERVICE_PORT=50051",
                                       "FITD_SERVICE_PORT_GRPC=50051",
                                       "FITD_PORT=tcp://10.0.0.1:50051",
                                       "FITD_PORT_50051_TCP=tcp://10.0.0.1:50051",
                                       "FITD_PORT_50051_TCP_PROTO=tcp",
                                       "FITD_PORT_50051_TCP_PORT=50051",
                                       "FITD_PORT_50051_TCP_ADDR=10.0.0.1",
                                       "FITD_WATCH_SERVICE_HOST=10.0.0.2",
                                       "FITD_WATCH_PORT_8080_TCP_ADDR=10.0.0.2",
                                       "FITD_CONFIG=/etc/fitd.conf",
                                       "FITD_SERVER=127.0.0.1:1",
                                       "FITD_ADDRESS=127.0.0.1:1"};

TEST(EnvironmentTest, NamesOfKubernetesAndOfClientsArePassedOver) {
  const Source source = read_environment(kPassedOver);
  EXPECT_THAT(source.problems, IsEmpty());
  EXPECT_THAT(source.assignments, IsEmpty());
}

TEST(EnvironmentTest, NoSettingHasANameThatIsPassedOver) {
  for (const Setting& setting : settings()) {
    EXPECT_FALSE(std::regex_match(setting.name,
                                  std::regex("(.*_)?(service_host|port)|(.*_)?(service_)?port_.*|"
                                             "config|server|address")))
        << setting.name;
  }
}

}  // namespace
}  // namespace fitd::server
