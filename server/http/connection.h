// The connections of HttpServer. Included by its two sources alone: Asio takes long to compile.
#ifndef FITD_SERVER_HTTP_CONNECTION_H_
#define FITD_SERVER_HTTP_CONNECTION_H_

// clang-format off
#include <utility>  // before Asio, which uses std::exchange without it
// clang-format on
#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "server/http/http_message.h"
#include "server/http/http_server.h"

namespace fitd::server {

namespace net = boost::asio;
using ErrorCode = boost::system::error_code;

class Connection;

// What connections share. Touched by the one thread, but for the atomics and the executor.
struct Shared {
  Shared(HttpServer::Config its_config, HttpHandler its_handler)
      : config(std::move(its_config)), handler(std::move(its_handler)) {}

  const HttpServer::Config config;
  const HttpHandler handler;
  net::io_context io{1};
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> exchanges{0};  // under way
  std::atomic<bool> closed{false};
  std::size_t body_bytes = 0;
  std::unordered_set<std::shared_ptr<Connection>> live;
};

using SharedPointer = std::shared_ptr<Shared>;

class Exchange final : public HttpExchange, public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(SharedPointer shared, std::weak_ptr<Connection> connection)
      : shared_(std::move(shared)), connection_(std::move(connection)) {}

  void answer(const HttpAnswer& answer) override;
  void begin_events() override;
  void send(HttpText text, std::function<void(bool)> sent) override;
  void end_events() override;
  void cancel() override;
  void when_gone(std::function<void()> gone) override;

 private:
  // Runs `action(connection)` on the server's thread; `otherwise` where this is no longer what the
  // connection works on.
  template <class Action, class Otherwise>
  void on_connection(Action action, Otherwise otherwise);

  const SharedPointer shared_;
  const std::weak_ptr<Connection> connection_;
};

// One connection and its requests, one after the other.
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(SharedPointer shared, net::ip::tcp::socket socket);

  void begin() { read_header(shared_->config.read_timeout); }
  // One connection too many.
  void turn_away();
  void close();

  // --- by its exchange ---
  bool works_on(const Exchange* exchange) const { return exchange_.get() == exchange; }
  void answer(const HttpAnswer& answer);
  void begin_events();
  void send(HttpText text, std::function<void(bool)> sent);
  void end_events();
  // A client that has ended its half of the connection counts as gone, but is answered.
  void when_gone(std::function<void()> gone);

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void read_header(std::chrono::nanoseconds timeout);
  void on_header(ErrorCode error);
  void read_body();
  void on_request(ErrorCode error);
  void take_request();
  bool reserve_body();
  void fail(ErrorCode error);
  void refuse_request(int status, const char* text);
  void watch_for_end();
  void write_answer(const HttpAnswer& answer, bool keep_alive, bool head);
  void on_answered(ErrorCode error, bool keep_alive);
  void shut_down();
  void linger();
  void start_timer(std::chrono::nanoseconds timeout);
  void stop_timer();
  // The exchange, if any, is over, and what it held free.
  void over();

  const SharedPointer shared_;
  net::ip::tcp::socket socket_;
  net::steady_timer timer_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  boost::beast::http::response<boost::beast::http::string_body> response_;
  std::string events_header_;  // until it is sent
  std::string client_;
  std::shared_ptr<Exchange> exchange_;
  std::function<void()> gone_;
  std::function<void(bool)> sent_;
  HttpText sending_;
  std::size_t reserved_ = 0;
  std::size_t lingered_ = 0;
  std::array<char, 4096> scratch_{};
  bool timed_out_ = false;
  bool watching_ = false;
  bool half_closed_ = false;
  std::uint64_t timers_ = 0;  // begun so far
};

}  // namespace fitd::server

#endif  // FITD_SERVER_HTTP_CONNECTION_H_
