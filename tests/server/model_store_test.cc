#include "server/model_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "server/convert_definition.h"
#include "server/model_files.h"

namespace fitd::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ModelStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "model_store_XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ + "/" + name) << text;
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  std::string directory_;
  const models::Catalogue catalogue_;
};

expression::Definition wave() {
  return {.name = "wave",
          .group = "mine",
          .description = "A \"wave\",\nwith a line end.",
          .formula = "a*sin(w*t + phi)",
          .predictors = {{"t", "time"}},
          .parameters = {{.name = "w",
                          .description = "frequency",
                          .role = models::Role::kRate,
                          .min = 1e-300,
                          .max = 1.0 / 3,
                          .start = 0.1},
                         {.name = "phi", .fixed_default = -0.5}}};
}

TEST_F(ModelStoreTest, KeepsModelsOverARestart) {
  {
    ModelRegistry registry(catalogue_, save_to(directory_));
    ASSERT_TRUE(restore_from(directory_, registry).ok());
    ASSERT_TRUE(registry.create(wave(), "model").ok());
  }
  ModelRegistry registry(catalogue_, save_to(directory_));
  ASSERT_TRUE(restore_from(directory_, registry).ok());
  const models::ModelInfo& info = registry.find("wave")->info();
  EXPECT_EQ(info.group, "mine");
  EXPECT_EQ(info.description, wave().description);
  EXPECT_EQ(info.formula, "a*sin(w*t + phi)");
  EXPECT_EQ(info.predictors[0].description, "time");
  EXPECT_EQ(info.parameters[1].max, 1.0 / 3);
  EXPECT_EQ(info.parameters[1].min, 1e-300);
  EXPECT_EQ(info.parameters[1].role, models::Role::kRate);
  EXPECT_EQ(info.parameters[2].fixed_default, -0.5);
  EXPECT_THAT(files(), ElementsAre("models.textproto"));
  ASSERT_TRUE(registry.remove("wave").ok());
  ModelRegistry last(catalogue_);
  ASSERT_TRUE(restore_from(directory_, last).ok());
  EXPECT_EQ(last.find("wave"), nullptr);
}

TEST_F(ModelStoreTest, MakesTheStateDirectory) {
  ModelRegistry registry(catalogue_);
  EXPECT_TRUE(restore_from(directory_ + "/new", registry).ok());
  EXPECT_TRUE(std::filesystem::is_directory(directory_ + "/new"));
  const absl::Status status = restore_from(directory_ + "/a/b", registry);
  EXPECT_THAT(std::string(status.message()), HasSubstr("/a/b: No such file or directory"));
  write("file", "");
  EXPECT_FALSE(restore_from(directory_ + "/file", registry).ok());
}

TEST_F(ModelStoreTest, ABadStateFileIsNamedWithItsLine) {
  ModelRegistry registry(catalogue_);
  write("models.textproto", "models {\n  name: \"a\"\n  formula: \"1 +\"\n}\n");
  const absl::Status status = restore_from(directory_, registry);
  EXPECT_EQ(std::string(status.message()),
            directory_ +
                "/models.textproto:3: models[0].formula is no expression: column 4: expected an "
                "operand, found the end\n  1 +\n     ^");
}

// A disk that is full: no file may grow beyond a few bytes.
TEST_F(ModelStoreTest, AFullDiskLeavesTheOldFile) {
  ModelRegistry registry(catalogue_, save_to(directory_));
  ASSERT_TRUE(registry.create(wave(), "model").ok());
  const auto before = read_text_file(directory_ + "/models.textproto");
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  const rlimit tiny{64, old.rlim_max};
  setrlimit(RLIMIT_FSIZE, &tiny);
  expression::Definition other = wave();
  other.name = "other";
  const absl::Status status = registry.create(other, "model").status();
  setrlimit(RLIMIT_FSIZE, &old);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("models.textproto.new: File too large"));
  EXPECT_EQ(registry.find("other"), nullptr);
  EXPECT_EQ((*read_text_file(directory_ + "/models.textproto"))->text, (*before)->text);
  EXPECT_THAT(files(), ElementsAre("models.textproto"));
}

TEST_F(ModelStoreTest, LoadsFilesAllOrNothing) {
  ModelRegistry registry(catalogue_);
  write("a.textproto",
        "models { name: \"one\" formula: \"a*x\" version: 7 }\n"
        "models { name: \"two\" formula: \"a*x + b\" }\n");
  write("ignored.txt", "nonsense");
  ASSERT_EQ(load_files(directory_, registry).value_or(0), 2U);
  EXPECT_EQ(registry.find("one")->info().version, 7);
  write("b.textproto", "# a comment\nmodels {\n  name: \"three\"\n  formula: \"a*\"\n}\n");
  const absl::Status status = load_files(directory_, registry).status();
  EXPECT_THAT(std::string(status.message()),
              StartsWith(directory_ + "/b.textproto:4: models[0].formula is no expression: column "
                                      "3: expected an operand"));
  EXPECT_NE(registry.find("one"), nullptr);
  EXPECT_EQ(registry.find("three"), nullptr);
  write("b.textproto", "models {\n  name: \"three\"\n  formula: \"a*x\"\n}\n");
  write("a.textproto", "");
  ASSERT_EQ(load_files(directory_, registry).value_or(0), 1U);
  EXPECT_EQ(registry.find("one"), nullptr);
  EXPECT_NE(registry.find("three"), nullptr);
}

struct BadFile {
  std::string text;
  std::string says;  // after the path
};

TEST_F(ModelStoreTest, ABadFileIsNamedWithItsLine) {
  ModelRegistry registry(catalogue_);
  const BadFile bad_files[] = {
      {"models {", ":1:9: Expected identifier"},
      {"models { name: \"a\" }\nmodles { }",
       ":2:8: Message type \"fitd.v1.ModelFile\" has no field"},
      {"models {\n name: 3 }", ":2:8: Expected string"},
      {"models { formula: \"a\" }", ":1: models[0].name is ''; must be"},
      {"models { name: \"a\" }", ":1: models[0].formula is no expression"},
      {"models { name: \"ok\" formula: \"x\" }\n\nmodels {\n  name: \"bad\"\n  formula: \"a*x\"\n"
       "  parameters { name: \"a\" }\n  parameters { name: \"q\" }\n}",
       ":7: models[1].parameters[1].name is 'q', which the formula has not; it has a"},
      {"\xFF\xFE", ":1:1: "},
  };
  for (const BadFile& bad : bad_files) {
    write("m.textproto", bad.text);
    const absl::Status status = load_files(directory_, registry).status();
    EXPECT_THAT(std::string(status.message()), StartsWith(directory_ + "/m.textproto" + bad.says));
  }
  write("m.textproto",
        "models { name: \"a\" formula: \"x\" } models { name: \"a\" formula: \"x\" }");
  EXPECT_THAT(std::string(load_files(directory_, registry).status().message()),
              HasSubstr("there is a model \"a\" already"));
  std::filesystem::remove(directory_ + "/m.textproto");
  std::filesystem::create_directory(directory_ + "/d.textproto");
  EXPECT_THAT(std::string(load_files(directory_, registry).status().message()),
              HasSubstr("d.textproto is no regular file"));
  EXPECT_THAT(std::string(load_files(directory_ + "/none", registry).status().message()),
              HasSubstr("cannot read " + directory_ + "/none: No such file or directory"));
}

}  // namespace
}  // namespace fitd::server
