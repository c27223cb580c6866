// What stands behind the HTTP port of a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "google/protobuf/util/json_util.h"
#include "server/app.h"
#include "tests/server/http/hostile_requests.h"
#include "tests/server/support/monitor_client.h"
#include "tests/server/support/raw_http.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Options with_http() {
  Options options = test_options();
  options.http = "127.0.0.1:0";
  options.http_body_bytes = std::int64_t{16} << 20;
  return options;
}

class HttpWireTest : public ::testing::Test {
 protected:
  explicit HttpWireTest(const Options& options = with_http()) : server_(options) {}

  std::string at() { return server_.app().http_address(); }

  TestServer server_;
};

std::string json_of(const google::protobuf::Message& message) {
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &json).ok());
  return json;
}

template <class Message>
Message message_of(const std::string& json) {
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << json;
  return message;
}

// The data of the server-sent events in `text`.
std::vector<std::string> data_of(const std::string& text) {
  std::vector<std::string> data;
  for (std::size_t at = 0; (at = text.find("data: ", at)) != std::string::npos;) {
    const std::size_t end = text.find("\n\n", at);
    data.push_back(text.substr(at + 6, end - at - 6));
    at = end;
  }
  return data;
}

TEST_F(HttpWireTest, ThereIsAPage) {
  for (const char* path : {"/", "/status"}) {
    const RawAnswer page = ask(at(), "GET", path);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.headers, HasSubstr("Content-Type: text/html; charset=utf-8"));
    EXPECT_THAT(page.body, HasSubstr("<title>fitd"));
  }
  EXPECT_EQ(ask(at(), "GET", "/status.css").status, 200);
  const RawAnswer script = ask(at(), "GET", "/status.js");
  const std::size_t begin = script.headers.find("ETag: ") + 6;
  const std::string etag = script.headers.substr(begin, script.headers.find("\r\n", begin) - begin);
  const RawAnswer again = ask(at(), "GET", "/status.js", "If-None-Match: " + etag + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
}

TEST_F(HttpWireTest, ProbesByAnyNameOrNone) {
  EXPECT_EQ(ask(at(), "GET", "/healthz").body, "alive\n");
  EXPECT_EQ(ask(at(), "GET", "/readyz").body, "ready\n");
  RawConnection old(at());
  old.send("GET /readyz HTTP/1.0\r\n\r\n");
  EXPECT_EQ(to_answer(old.read_to_end()).status, 200);
}

TEST_F(HttpWireTest, UnaryMethodsTakeAndGiveJson) {
  const RawAnswer models = post_json(at(), "/api/ModelService/ListModels", R"({"group": "peaks"})");
  EXPECT_EQ(models.status, 200);
  EXPECT_THAT(models.headers, HasSubstr("Content-Type: application/json"));
  EXPECT_GT(message_of<v1::ListModelsResponse>(models.body).models_size(), 3);
  const auto model = message_of<v1::Model>(
      post_json(at(), "/api/ModelService/GetModel", R"({"name": "normal"})").body);
  EXPECT_EQ(model.name(), "gaussian");
  const auto values = message_of<v1::EvaluateModelResponse>(
      post_json(at(), "/api/ModelService/EvaluateModel",
                R"({"model": "2*x", "predictors": {"x": {"values": {"values": [1, 2]}}}})")
          .body);
  EXPECT_EQ(values.values().values().values(1), 4);
  const auto info =
      message_of<v1::ServerInfo>(post_json(at(), "/api/MonitorService/GetServerInfo", "{}").body);
  EXPECT_EQ(info.limits().workers(), 2);
}

TEST_F(HttpWireTest, ModelsAreRegisteredAndRemoved) {
  const RawAnswer made = post_json(at(), "/api/ModelService/CreateModel",
                                   R"({"model": {"name": "twice", "formula": "2*a*x"}})");
  EXPECT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(post_json(at(), "/api/ModelService/CreateModel",
                      R"({"model": {"name": "twice", "formula": "2*a*x"}})")
                .status,
            409);
  const RawAnswer removed =
      post_json(at(), "/api/ModelService/DeleteModel", R"({"name": "twice"})");
  EXPECT_EQ(removed.status, 200);
  EXPECT_EQ(removed.body, "{}");
  EXPECT_EQ(post_json(at(), "/api/ModelService/GetModel", R"({"name": "twice"})").status, 404);
}

TEST_F(HttpWireTest, AFitStreamsAsEvents) {
  const v1::FitRequest request = exponential_request();
  const RawAnswer answer = post_json(at(), "/api/FitService/Fit", json_of(request));
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.headers, HasSubstr("Content-Type: text/event-stream"));
  const std::vector<std::string> data = data_of(answer.body);
  ASSERT_EQ(data.size(), 2u) << answer.body;
  const auto event = message_of<v1::FitEvent>(data[0]);
  const v1::FitResult expected = server_.fit(request).result();
  ASSERT_EQ(event.result().x_size(), 2);
  EXPECT_EQ(event.result().x(0), expected.x(0));
  EXPECT_EQ(event.result().x(1), expected.x(1));
  EXPECT_THAT(answer.body, HasSubstr("event: end\ndata: {}\n\n"));
}

TEST_F(HttpWireTest, WhatIsWrongComesAsStatusWithAllViolations) {
  v1::FitRequest request = exponential_request();
  request.mutable_options()->set_ftol(-1);
  request.mutable_options()->set_xtol(-1);
  const RawAnswer answer = post_json(at(), "/api/FitService/Fit", json_of(request));
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("type.googleapis.com/google.rpc.BadRequest"));
  EXPECT_THAT(answer.body, HasSubstr("options.ftol"));
  EXPECT_THAT(answer.body, HasSubstr("options.xtol"));
  const RawAnswer json = post_json(at(), "/api/FitService/Fit", R"({"modle": "x"})");
  EXPECT_EQ(json.status, 400);
  EXPECT_THAT(json.body, HasSubstr("modle"));
  const RawAnswer stream = post_json(at(), "/api/FitService/FitBatch", "{}");
  EXPECT_EQ(stream.status, 501);
  EXPECT_THAT(stream.body, HasSubstr("over gRPC"));
}

TEST_F(HttpWireTest, AFitEndsWithItsConnection) {
  MonitorClient monitor(server_.address());
  const auto watch = monitor.watch();
  WatchedServer seen;
  v1::FitRequest request = long_request(100'000);
  request.set_request_id("left");
  {
    const std::string body = json_of(request);
    RawConnection connection(at());
    connection.send("POST /api/FitService/Fit HTTP/1.1\r\nHost: " + at() +
                    "\r\nContent-Type: application/json\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + body);
    const v1::FitInfo running = seen.wait_for_request(*watch, "left", v1::WORK_STATE_RUNNING);
    EXPECT_EQ(running.client(), "http:127.0.0.1");
  }
  const v1::FitInfo failed = seen.wait_for_request(*watch, "left", v1::WORK_STATE_FAILED);
  EXPECT_EQ(failed.status_code(), static_cast<int>(absl::StatusCode::kCancelled));
}

TEST_F(HttpWireTest, EventsAreThoseOfWatchAndResume) {
  RawConnection connection(at());
  const std::string get =
      "GET /events?omit_load=1&min_interval_ms=0 HTTP/1.1\r\nHost: " + at() + "\r\n";
  connection.send(get + "\r\n");
  const std::string snapshot = connection.read_until("\n\n");
  EXPECT_THAT(snapshot, HasSubstr("\"reset\":true"));
  v1::FitRequest request = exponential_request();
  request.set_request_id("first");
  server_.fit(request);
  while (connection.read_until("\n\n").find("WORK_STATE_DONE") == std::string::npos) {
  }
  request.set_request_id("second");
  server_.fit(request);
  std::string last;
  while (last.find("second") == std::string::npos) last = connection.read_until("\n\n");
  ASSERT_THAT(last, StartsWith("id: "));
  const std::string token = last.substr(4, last.find('\n') - 4);

  request.set_request_id("third");
  server_.fit(request);
  RawConnection again(at());
  again.send(get + "Last-Event-ID: " + token + "\r\n\r\n");
  again.read_until("\r\n\r\n");
  const std::string resumed = again.read_until("\n\n");
  EXPECT_THAT(resumed, HasSubstr("third"));
  EXPECT_THAT(resumed, Not(HasSubstr("first")));
  EXPECT_THAT(resumed, Not(HasSubstr("reset")));
}

TEST_F(HttpWireTest, HostileRequestsGetACleanAnswerAndDoNoHarm) {
  const std::vector<std::string> requests = hostile_requests(at());
  EXPECT_GE(requests.size(), 100u);
  for (const std::string& request : requests) {
    RawConnection connection(at());
    connection.send(request);
    connection.half_close();
    const std::string bytes = connection.read_to_end();
    const int status = to_answer(bytes).status;
    EXPECT_TRUE((status >= 400 && status < 500) || bytes.empty())
        << request.substr(0, 200) << "\n-> " << bytes.substr(0, 300);
  }
  EXPECT_EQ(ask(at(), "GET", "/healthz").status, 200);
  while (server_.app().live_calls().size() > 0) std::this_thread::yield();
  EXPECT_TRUE(server_.fit(exponential_request()).events.back().has_result());
}

TEST_F(HttpWireTest, WhoBreaksOffDoesNoHarm) {
  for (const std::string& request : hostile_requests(at())) {
    RawConnection connection(at());
    connection.send(request.substr(0, request.size() / 2));
  }
  for (int i = 0; i < 50; ++i) {
    RawConnection connection(at());
    connection.send("GET /events HTTP/1.1\r\nHost: " + at() + "\r\n\r\n");
  }
  EXPECT_EQ(ask(at(), "GET", "/healthz").status, 200);
  while (server_.app().monitor().hub.num_watchers() > 0) std::this_thread::yield();
}

TEST_F(HttpWireTest, DrainingIsSaidAtOnceAndCallsAreStillTaken) {
  Options options = with_http();
  options.drain_delay = std::chrono::hours(1);
  TestServer server(options);
  const std::string http = server.app().http_address();
  std::jthread drain([&] { EXPECT_EQ(server.app().drain(), 0u); });
  while (ask(http, "GET", "/readyz").status != 503) std::this_thread::yield();
  EXPECT_EQ(ask(http, "GET", "/healthz").status, 200);
  EXPECT_EQ(server.health(), "NOT_SERVING");
  EXPECT_TRUE(server.fit(exponential_request()).events.back().has_result());
  EXPECT_EQ(post_json(http, "/api/ModelService/GetModel", R"({"name": "gaussian"})").status, 200);
  server.app().hurry();
}

TEST(HttpPortTest, ATakenPortIsAnErrorAndCanBeTurnedOff) {
  TestServer server(with_http());
  Options options = with_http();
  options.http = server.app().http_address();
  EXPECT_EQ(App::start(options).status().code(), absl::StatusCode::kUnavailable);
  options.http = "";
  const auto without = App::start(options);
  ASSERT_TRUE(without.ok());
  EXPECT_EQ((*without)->http_address(), "");
}

TEST(HttpPortTest, WhereTheDefaultIsTakenAnotherIsPicked) {
  Options options = test_options();
  options.http = kDefaultHttp;
  TestServer first(options);
  TestServer second(options);
  EXPECT_NE(second.app().http_address(), first.app().http_address());
  EXPECT_EQ(ask(second.app().http_address(), "GET", "/readyz").status, 200);
}

}  // namespace
}  // namespace fitd::server
