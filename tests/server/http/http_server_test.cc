// The port itself, with a handler of the test's.
#include "server/http/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/support/raw_http.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

HttpServer::Config any_port() {
  HttpServer::Config config;
  config.listen = "127.0.0.1:0";
  return config;
}

std::unique_ptr<HttpServer> serve(HttpServer::Config config, HttpHandler handler) {
  auto server = HttpServer::start(std::move(config), std::move(handler));
  EXPECT_TRUE(server.ok());
  return *std::move(server);
}

void echo(HttpRequest&& request, const std::shared_ptr<HttpExchange>& exchange) {
  exchange->answer(text_answer(200, request.method + " " + request.path + " " + request.body));
}

TEST(HttpServerTest, AnswersOneAfterTheOther) {
  const auto server = serve(any_port(), echo);
  RawConnection connection(server->address());
  for (int i = 0; i < 3; ++i) {
    connection.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_THAT(connection.read_until("POST /a hi\n"), HasSubstr("HTTP/1.1 200 OK"));
  }
}

TEST(HttpServerTest, PipelinedRequestsAreAnsweredInOrder) {
  const auto server = serve(any_port(), echo);
  RawConnection connection(server->address());
  std::string all;
  for (int i = 0; i < 50; ++i) {
    all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }
  connection.send(all);
  connection.half_close();
  for (int i = 0; i < 50; ++i) {
    EXPECT_THAT(connection.read_until("GET /" + std::to_string(i) + " \n"), HasSubstr("200 OK"));
  }
  EXPECT_EQ(connection.read_to_end(), "");
}

TEST(HttpServerTest, EveryAnswerTellsBrowsersToBeCareful) {
  const auto server = serve(any_port(), echo);
  const RawAnswer answer = ask(server->address(), "GET", "/");
  for (const char* header :
       {"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY", "Referrer-Policy: no-referrer"}) {
    EXPECT_THAT(answer.headers, HasSubstr(header));
  }
}

TEST(HttpServerTest, AHeadHasNoBody) {
  const auto server = serve(any_port(), echo);
  const RawAnswer answer = ask(server->address(), "HEAD", "/");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.headers, HasSubstr("Content-Length: 8"));
  EXPECT_EQ(answer.body, "");
}

TEST(HttpServerTest, AClientThatAsksToContinueMay) {
  const auto server = serve(any_port(), echo);
  RawConnection connection(server->address());
  connection.send(
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_THAT(connection.read_until("\r\n\r\n"), HasSubstr("100 Continue"));
  connection.send("hi");
  EXPECT_THAT(connection.read_until("POST / hi\n"), HasSubstr("200 OK"));
}

TEST(HttpServerTest, SlowClientsAreGivenUp) {
  HttpServer::Config config = any_port();
  config.read_timeout = std::chrono::milliseconds(30);
  config.idle_timeout = std::chrono::milliseconds(30);
  const auto server = serve(config, echo);
  for (const char* beginning : {"GET", "GET / HTTP/1.1\r\nHost: x\r\n",
                                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe"}) {
    RawConnection connection(server->address());
    connection.send(beginning);
    EXPECT_EQ(to_answer(connection.read_to_end()).status, 408) << beginning;
  }
  RawConnection silent(server->address());
  EXPECT_EQ(silent.read_to_end(), "");
}

TEST(HttpServerTest, AClientThatDoesNotReadIsGivenUp) {
  HttpServer::Config config = any_port();
  config.write_timeout = std::chrono::milliseconds(50);
  std::latch given_up{1};
  const auto server =
      serve(config, [&](HttpRequest&&, const std::shared_ptr<HttpExchange>& exchange) {
        exchange->begin_events();
        exchange->send(std::make_shared<const std::string>(64 << 20, 'x'), [&](bool ok) {
          EXPECT_FALSE(ok);
          given_up.count_down();
        });
      });
  RawConnection connection(server->address());
  connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  given_up.wait();
}

TEST(HttpServerTest, SizesAreBounded) {
  HttpServer::Config config = any_port();
  config.max_header_bytes = 1000;
  config.max_body_bytes = 1000;
  config.all_body_bytes = 1500;
  const auto server = serve(config, echo);
  const std::string& at = server->address();
  EXPECT_EQ(ask(at, "GET", "/", "X: " + std::string(1000, 'x') + "\r\n").status, 431);
  EXPECT_EQ(ask(at, "POST", "/", "", std::string(1001, 'x')).status, 413);
  EXPECT_EQ(ask(at, "POST", "/", "", std::string(1000, 'x')).status, 200);
  // One that has announced its body holds its share.
  RawConnection half(at);
  half.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n");
  half.read_until("\r\n\r\n");
  EXPECT_EQ(ask(at, "POST", "/", "", std::string(600, 'x')).status, 503);
  half.send(std::string(1000, 'x'));
  half.read_until("xx\n");
  EXPECT_EQ(ask(at, "POST", "/", "", std::string(600, 'x')).status, 200);
}

TEST(HttpServerTest, ConnectionsAreCounted) {
  HttpServer::Config config = any_port();
  config.max_connections = 2;
  const auto server = serve(config, echo);
  std::vector<std::unique_ptr<RawConnection>> open;
  for (int i = 0; i < 2; ++i) {
    open.push_back(std::make_unique<RawConnection>(server->address()));
    open.back()->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    open.back()->read_until("GET / \n");
  }
  RawConnection third(server->address());
  EXPECT_EQ(to_answer(third.read_to_end()).status, 503);
  open.clear();
  while (server->num_connections() > 0) std::this_thread::yield();
  EXPECT_EQ(ask(server->address(), "GET", "/").status, 200);
}

// Remembers its exchange for the test.
struct Kept {
  std::mutex mutex;
  std::shared_ptr<HttpExchange> exchange;
  std::latch begun{1};
  std::latch gone{1};

  HttpHandler handler() {
    return [this](HttpRequest&&, const std::shared_ptr<HttpExchange>& its_exchange) {
      its_exchange->when_gone([this] { gone.count_down(); });
      exchange = its_exchange;
      begun.count_down();
    };
  }
};

TEST(HttpServerTest, EventsAreSentUntilTheyEnd) {
  Kept kept;
  const auto server = serve(any_port(), kept.handler());
  RawConnection connection(server->address());
  connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  kept.begun.wait();
  kept.exchange->begin_events();
  for (const char* text : {"data: 1\n\n", "data: 2\n\n"}) {
    std::latch sent{1};
    kept.exchange->send(std::make_shared<const std::string>(text), [&](bool ok) {
      EXPECT_TRUE(ok);
      sent.count_down();
    });
    sent.wait();
  }
  kept.exchange->end_events();
  const RawAnswer answer = to_answer(connection.read_to_end());
  EXPECT_THAT(answer.headers, HasSubstr("Content-Type: text/event-stream"));
  EXPECT_EQ(answer.body, "data: 1\n\ndata: 2\n\n");
}

TEST(HttpServerTest, AClientThatLeavesIsNoticed) {
  Kept kept;
  const auto server = serve(any_port(), kept.handler());
  {
    RawConnection connection(server->address());
    connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    kept.begun.wait();
  }
  kept.gone.wait();
  kept.exchange->answer(text_answer(200, "too late"));
  kept.exchange->send(std::make_shared<const std::string>("x"), [](bool) {});
  kept.exchange->cancel();
}

TEST(HttpServerTest, AHalfClosedClientIsAnswered) {
  Kept kept;
  const auto server = serve(any_port(), kept.handler());
  RawConnection connection(server->address());
  connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  connection.half_close();
  kept.gone.wait();
  kept.exchange->answer(text_answer(499, "given up"));
  EXPECT_EQ(to_answer(connection.read_to_end()).status, 499);
}

TEST(HttpServerTest, ItsEndBreaksOffWhatIsOpen) {
  Kept kept;
  auto server = serve(any_port(), kept.handler());
  RawConnection connection(server->address());
  connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  kept.begun.wait();
  server = nullptr;
  kept.gone.wait();
  EXPECT_EQ(connection.read_to_end(), "");
  bool told = false;
  kept.exchange->send(std::make_shared<const std::string>("x"), [&](bool ok) { told = !ok; });
  EXPECT_TRUE(told);
}

TEST(HttpServerTest, ATakenPortAndABadAddressAreRefused) {
  const auto server = serve(any_port(), echo);
  for (const std::string& listen : {server->address(), std::string("no.such.host.invalid:0"),
                                    std::string("127.0.0.1"), std::string("127.0.0.1:x")}) {
    HttpServer::Config config = any_port();
    config.listen = listen;
    const auto second = HttpServer::start(config, echo);
    EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable) << listen;
    EXPECT_THAT(std::string(second.status().message()), HasSubstr("--http="));
  }
}

}  // namespace
}  // namespace fitd::server
