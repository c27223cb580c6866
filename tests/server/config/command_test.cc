#include "server/config/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "server/config/command_line.h"
#include "server/config/describe.h"
#include "server/config/machine.h"
#include "server/config/settings.h"

namespace fitd::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

using Words = std::vector<const char*>;

Options options_of(const Words& words, const Words& environment = {}) {
  const auto command = read_command(words, environment);
  EXPECT_TRUE(command.ok()) << command.status();
  return command.ok() ? command->options : Options();
}

std::string error_of(const Words& words, const Words& environment = {}) {
  return std::string(read_command(words, environment).status().message());
}

// A file with this text, removed at the end.
class ConfigFile {
 public:
  explicit ConfigFile(const std::string& text)
      : path_(testing::TempDir() + "fitd_command_test_" + std::to_string(getpid()) + ".conf"),
        flag_("--config=" + path_) {
    std::ofstream(path_) << text;
  }
  ~ConfigFile() { std::remove(path_.c_str()); }
  ConfigFile(const ConfigFile&) = delete;
  ConfigFile& operator=(const ConfigFile&) = delete;

  const std::string& path() const { return path_; }
  const char* flag() const { return flag_.c_str(); }

 private:
  std::string path_;
  std::string flag_;
};

TEST(CommandTest, FlagsAsTheyHaveAlwaysBeenWritten) {
  const Options options = options_of({"--listen=127.0.0.1:1", "--workers", "3", "-queue_length=7",
                                      "--max-points=9", "--workers=4", "--stall_timeout=1h30m",
                                      "--client_share=0.25", "--log_level", "off"});
  EXPECT_EQ(options.listen, "127.0.0.1:1");
  EXPECT_EQ(options.workers, 4);
  EXPECT_EQ(options.queue_length, 7);
  EXPECT_EQ(options.max_points, 9);
  EXPECT_EQ(options.stall_timeout, std::chrono::minutes(90));
  EXPECT_EQ(options.client_share, 0.25);
  EXPECT_EQ(options.log_level, "off");
}

TEST(CommandTest, DefaultsAndWhatZeroStandsFor) {
  const Options options = options_of({});
  const Machine machine = this_machine();
  EXPECT_EQ(options.listen, "127.0.0.1:50051");
  EXPECT_EQ(options.workers, machine.cores);
  EXPECT_EQ(options.working_memory, machine.memory / 2);
  EXPECT_EQ(options.queue_bytes, machine.memory / 4);
  EXPECT_EQ(options.max_message_bytes, 256 << 20);
  EXPECT_EQ(options.drain_timeout, seconds(30));
  EXPECT_EQ(options_of({"--express_workers=0"}).express_workers, 0);
}

TEST(CommandTest, FileThenEnvironmentThenFlags) {
  const ConfigFile file("workers = 1\nqueue_length = 1\nmax_points = 1\n");
  const Options options =
      options_of({file.flag(), "--max_points=3"}, {"FITD_QUEUE_LENGTH=2", "FITD_MAX_POINTS=2"});
  EXPECT_EQ(options.workers, 1);
  EXPECT_EQ(options.queue_length, 2);
  EXPECT_EQ(options.max_points, 3);

  const std::string variable = "FITD_CONFIG=" + file.path();
  EXPECT_EQ(options_of({}, {variable.c_str()}).workers, 1);
  EXPECT_NE(error_of({"--config=/no/such/file"}, {variable.c_str()}), "");
}

TEST(CommandTest, SizesAndDurationsHaveUnits) {
  EXPECT_EQ(options_of({"--queue_bytes=1kB"}).queue_bytes, 1'000);
  EXPECT_EQ(options_of({"--queue_bytes=2KiB"}).queue_bytes, 2'048);
  EXPECT_EQ(options_of({"--queue_bytes=3GB"}).queue_bytes, 3'000'000'000);
  EXPECT_EQ(options_of({"--queue_bytes=5 MiB"}).queue_bytes, 5 << 20);
  EXPECT_EQ(options_of({"--queue_bytes=77B"}).queue_bytes, 77);
  EXPECT_EQ(options_of({"--queue_bytes=77"}).queue_bytes, 77);
  EXPECT_EQ(options_of({"--drain_timeout=0"}).drain_timeout, seconds(0));
  EXPECT_EQ(options_of({"--drain_timeout=250ms"}).drain_timeout, milliseconds(250));
}

struct BadValue {
  const char* flag;
  const char* rule;
};

TEST(CommandTest, BadValuesAreRefusedWithTheirRule) {
  for (const auto& [flag, rule] :
       std::vector<BadValue>{{"--listen=127.0.0.1", "ADDRESS:PORT, the port from 0 to 65535"},
                             {"--listen=127.0.0.1:", "ADDRESS:PORT"},
                             {"--listen=127.0.0.1:65536", "ADDRESS:PORT"},
                             {"--listen=127.0.0.1:-1", "ADDRESS:PORT"},
                             {"--listen=", "ADDRESS:PORT"},
                             {"--workers=-1", "an integer from 0 to 4096"},
                             {"--workers=4097", "an integer from 0 to 4096"},
                             {"--workers=1.5", "an integer from 0 to 4096"},
                             {"--workers=", "an integer from 0 to 4096"},
                             {"--max_points=0", "an integer of at least 1"},
                             {"--max_points=9223372036854775808", "an integer of at least 1"},
                             {"--max_message_bytes=2GiB", "a size from 1 to 2147483647"},
                             {"--queue_bytes=8388608TiB", "a size of at least 0"},
                             {"--queue_bytes=1M", "a size of at least 0"},
                             {"--queue_bytes=-1", "a size of at least 0"},
                             {"--client_share=nan", "a number over 0 and at most 1"},
                             {"--client_share=0", "a number over 0 and at most 1"},
                             {"--client_share=1.01", "a number over 0 and at most 1"},
                             {"--stall_timeout=0s", "a duration from 1ms to 8760h"},
                             {"--drain_timeout=soon", "a duration from 0 to 8760h"},
                             {"--drain_timeout=30", "a duration from 0 to 8760h"},
                             {"--drain_timeout=-1s", "a duration from 0 to 8760h"},
                             {"--drain_timeout=inf", "a duration from 0 to 8760h"},
                             {"--log_level=loud", "trace, debug, info, warn, error or off"}}) {
    const std::string name = std::string(flag).substr(0, std::string(flag).find('='));
    EXPECT_THAT(error_of({flag}),
                AllOf(StartsWith(name + " must be "), HasSubstr(rule), HasSubstr(", not \"")));
  }
}

TEST(CommandTest, UnknownFlagsAreRefusedWithTheClosest) {
  EXPECT_EQ(error_of({"--wrokers=1"}), "there is no flag --wrokers; did you mean --workers?");
  EXPECT_EQ(error_of({"--drain-timeuot", "1s"}),
            "there is no flag --drain-timeuot; did you mean --drain_timeout?\n"
            "what is 1s? fitd takes flags only");
  EXPECT_EQ(error_of({"--workers"}), "--workers needs a value");
  EXPECT_EQ(error_of({"--config"}), "--config needs a value");
  EXPECT_EQ(error_of({"--"}), "what is --? fitd takes flags only");
}

TEST(CommandTest, AllThatIsWrongIsSaidAtOnce) {
  const ConfigFile file("workers = x\nlisten = 1\n");
  EXPECT_EQ(error_of({file.flag(), "--max_points=0"}, {"FITD_WROKERS=1", "FITD_QUEUE_LENGTH=0"}),
            file.path() + ":1: workers must be an integer from 0 to 4096, not \"x\"\n" +
                file.path() +
                ":2: listen must be ADDRESS:PORT, the port from 0 to 65535, not \"1\"\n" +
                "FITD_WROKERS: there is no such setting; did you mean FITD_WORKERS?\n"
                "FITD_QUEUE_LENGTH must be an integer of at least 1, not \"0\"\n"
                "--max_points must be an integer of at least 1, not \"0\"");
}

TEST(CommandTest, TheEffectiveConfigurationIsAConfiguration) {
  const ConfigFile file("state_dir = \" a # b \"\n");
  const auto command = read_command(
      Words{file.flag(), "--check-config", "--queue_bytes=3MiB", "--working_memory=1001B"},
      Words{"FITD_DRAIN_TIMEOUT=90s"});
  ASSERT_TRUE(command.ok() && command->answer) << command.status();
  const std::string& text = *command->answer;
  EXPECT_THAT(text, HasSubstr("# default\n"));
  EXPECT_THAT(text, HasSubstr("# " + file.path() + ":1\n"));
  EXPECT_THAT(text, HasSubstr("# --queue_bytes\n"));
  EXPECT_THAT(text, HasSubstr("# FITD_DRAIN_TIMEOUT\n"));

  const ConfigFile again(text);
  const Options options = options_of({again.flag()});
  EXPECT_EQ(options.state_dir, " a # b ");
  EXPECT_EQ(options.queue_bytes, 3 << 20);
  EXPECT_EQ(options.working_memory, 1001);
  EXPECT_EQ(options.drain_timeout, seconds(90));
  const auto second = read_command(Words{again.flag(), "--check_config"}, Words{});
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(parse_config(*second->answer, "f").assignments.size(), settings().size());
}

TEST(CommandTest, HelpAndVersionAnswerWhateverElseIsSaid) {
  const Words wrong = {"FITD_WROKERS=1"};
  for (const char* flag : {"--help", "-h", "-help", "--version", "--help=markdown"}) {
    const auto command = read_command(Words{"--workers=x", flag}, wrong);
    ASSERT_TRUE(command.ok()) << flag << command.status();
    EXPECT_TRUE(command->answer) << flag;
  }
}

TEST(CommandTest, HelpNamesEverySettingWithDefaultAndRule) {
  const std::string help = help_text();
  for (const Setting& setting : settings()) {
    EXPECT_THAT(help, AllOf(HasSubstr("  --" + setting.name + "=" + setting.default_value + "\n"),
                            HasSubstr(setting.description), HasSubstr(setting.value.rule)));
  }
}

TEST(CommandTest, EveryDefaultObeysItsRule) {
  for (const Setting& setting : settings()) {
    Options options;
    EXPECT_TRUE(setting.value.read(setting.default_value, options)) << setting.name;
    EXPECT_TRUE(setting.value.read(setting.value.write(options), options)) << setting.name;
  }
}

TEST(CommandTest, TheReferenceInTheReadmeIsUpToDate) {
  std::ifstream file(std::string(FITD_REPOSITORY) + "/deploy/README.md");
  const std::string readme{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(readme, HasSubstr("\n\n" + reference_text() + "\n")) << "./dev docs writes it";
}

}  // namespace
}  // namespace fitd::server
