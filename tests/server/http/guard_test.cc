#include "server/http/guard.h"

#include <gtest/gtest.h>

namespace fitd::server {
namespace {

TEST(GuardTest, NamesThatCannotBeRebound) {
  const HostNames names = {{"fits.example.org"}};
  for (const char* host :
       {"localhost", "localhost:8080", "LocalHost:1", "127.0.0.1", "10.0.0.7:80", "[::1]",
        "[::1]:8080", "[fe80::1]:65535", "fits.example.org", "FITS.example.org:443"}) {
    EXPECT_TRUE(may_be_called(host, names)) << host;
  }
  for (const char* host : {"",
                           ":80",
                           "evil.example",
                           "evil.example:8080",
                           "localhost.evil.example",
                           "xlocalhost",
                           "fits.example.org.evil",
                           "sub.fits.example.org",
                           "127.0.0.1.evil",
                           "1.2.3",
                           "1.2.3.4.5",
                           "[::1",
                           "::1",
                           "[::1]x",
                           "[]",
                           "localhost:",
                           "localhost:0",
                           "localhost:65536",
                           "localhost:8x",
                           "a@localhost",
                           "localhost/",
                           "0x7f.1"}) {
    EXPECT_FALSE(may_be_called(host, names)) << host;
  }
}

TEST(GuardTest, PagesOfOtherOriginsAreRefused) {
  HttpRequest request;
  request.host = "localhost:8080";
  EXPECT_FALSE(refuse(request, {}));
  for (const char* origin : {"http://localhost:8080", "https://localhost:8080"}) {
    request.origin = origin;
    EXPECT_FALSE(refuse(request, {})) << origin;
  }
  for (const char* origin : {"null", "http://localhost", "http://localhost:8081", "http://evil",
                             "file://", "localhost:8080", "http://localhost:8080.evil"}) {
    request.origin = origin;
    ASSERT_TRUE(refuse(request, {})) << origin;
    EXPECT_EQ(refuse(request, {})->status, 403);
  }
  request.host = "evil.example";
  request.origin = "http://evil.example";
  EXPECT_EQ(refuse(request, {})->status, 421);
}

TEST(GuardTest, JsonAndNothingElse) {
  for (const char* type :
       {"application/json", "Application/JSON", "application/json; charset=utf-8",
        "application/json;charset=UTF-8", "application/json; charset=\"utf-8\""}) {
    EXPECT_TRUE(is_json(type)) << type;
  }
  for (const char* type : {"", "text/plain", "application/json, text/plain", "application/jsonp",
                           "application/json; charset=utf-16", "application/x-www-form-urlencoded",
                           "text/plain; application/json"}) {
    EXPECT_FALSE(is_json(type)) << type;
  }
}

}  // namespace
}  // namespace fitd::server
