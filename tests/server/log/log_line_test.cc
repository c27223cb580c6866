#include "server/log/log_line.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/support/json.h"

namespace fitd::server {
namespace {

TEST(LogLineTest, TextAndJsonSayTheSame) {
  LogLine line("fit");
  line.add("id", "a-1").add("m", std::int64_t{14}).add("solve_ms", 1.23456);
  line.add_quoted("request_id", "mine").add_labels({{"who", "eva"}});
  EXPECT_EQ(line.text(),
            "fit id=a-1 m=14 solve_ms=1.235 request_id=\"mine\" label.\"who\"=\"eva\"");
  const auto json = nlohmann::json::parse("{" + line.json() + "}");
  EXPECT_EQ(json["event"], "fit");
  EXPECT_EQ(json["id"], "a-1");
  EXPECT_EQ(json["m"], 14);
  EXPECT_EQ(json["solve_ms"], 1.235);
  EXPECT_EQ(json["request_id"], "mine");
  EXPECT_EQ(json["labels"]["who"], "eva");
}

TEST(LogLineTest, WhatIsNotThereIsLeftOut) {
  LogLine line("fit");
  line.add_quoted("request_id", "").add_labels({});
  EXPECT_EQ(line.text(), "fit");
  EXPECT_EQ(line.json(), "\"event\":\"fit\"");
}

// Nothing that a user writes can end a line, or a string, before its time.
TEST(LogLineTest, WhatUsersWriteIsEscaped) {
  std::string nasty = "\"},{\"event\":\"fit\\ \n\r\t\x01\x7f\xff\xc3\xa9";
  nasty += '\0';
  LogLine line("fit");
  line.add_quoted("request_id", nasty).add_labels({{nasty, nasty}});
  EXPECT_EQ(line.text().find('\n'), std::string::npos);
  EXPECT_EQ(line.json().find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse("{" + line.json() + "}");
  EXPECT_EQ(json.size(), 3u);
  EXPECT_EQ(json["labels"].size(), 1u);
}

}  // namespace
}  // namespace fitd::server
