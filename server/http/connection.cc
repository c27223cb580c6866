#include "server/http/connection.h"

#include <boost/asio/write.hpp>
#include <sstream>
#include <string_view>

#include "server/http/security_headers.h"

namespace fitd::server {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = net::ip::tcp;

// After an answer that ends the connection, what the client still sends is read away, so that its
// system does not throw the answer away with it.
constexpr std::size_t kMostLingering = 1 << 20;
constexpr std::chrono::seconds kLinger{1};

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Connection::Connection(SharedPointer shared, Tcp::socket socket)
    : shared_(std::move(shared)), socket_(std::move(socket)), timer_(shared_->io) {
  ErrorCode ignored;
  const auto peer = socket_.remote_endpoint(ignored);
  if (!ignored) client_ = peer.address().to_string();
  socket_.set_option(Tcp::no_delay(true), ignored);
  socket_.set_option(net::socket_base::keep_alive(true), ignored);
}

void Connection::turn_away() {
  write_answer(text_answer(503, "Too many connections."), /*keep_alive=*/false, /*head=*/false);
}

void Connection::answer(const HttpAnswer& answer) {
  const auto& request = parser_->get();
  write_answer(answer, request.keep_alive(), request.method() == http::verb::head);
}

void Connection::refuse_request(int status, const char* text) {
  write_answer(text_answer(status, text), /*keep_alive=*/false, /*head=*/false);
}

void Connection::start_timer(std::chrono::nanoseconds timeout) {
  timed_out_ = false;
  timer_.expires_after(timeout);
  // One that has run out just before this one began is not to end what this one is for.
  timer_.async_wait([self = shared_from_this(), number = ++timers_](ErrorCode error) {
    if (error || number != self->timers_) return;
    self->timed_out_ = true;
    ErrorCode ignored;
    self->socket_.cancel(ignored);
  });
}

void Connection::stop_timer() {
  ++timers_;
  timer_.cancel();
}

void Connection::read_header(std::chrono::nanoseconds timeout) {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(shared_->config.max_header_bytes));
  parser_->body_limit(shared_->config.max_body_bytes);
  start_timer(timeout);
  http::async_read_header(
      socket_, buffer_, *parser_,
      [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_header(error); });
}

void Connection::on_header(ErrorCode error) {
  if (error) return fail(error);
  if (!reserve_body()) return refuse_request(503, "Too much is being sent to this server.");
  if (beast::iequals(parser_->get()[http::field::expect], "100-continue")) {
    net::async_write(socket_, net::buffer(kContinue.data(), kContinue.size()),
                     [self = shared_from_this()](ErrorCode failed, std::size_t) {
                       if (failed) return self->close();
                       self->read_body();
                     });
    return;
  }
  read_body();
}

bool Connection::reserve_body() {
  const auto length = parser_->content_length();
  const std::size_t bytes = length               ? static_cast<std::size_t>(*length)
                            : parser_->chunked() ? shared_->config.max_body_bytes
                                                 : 0;
  if (shared_->body_bytes + bytes > shared_->config.all_body_bytes) return false;
  reserved_ = bytes;
  shared_->body_bytes += bytes;
  return true;
}

void Connection::read_body() {
  start_timer(shared_->config.read_timeout);
  http::async_read(
      socket_, buffer_, *parser_,
      [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_request(error); });
}

void Connection::fail(ErrorCode error) {
  const bool began = parser_->got_some() || buffer_.size() > 0;
  if (error == net::error::operation_aborted && timed_out_ && began) {
    return refuse_request(408, "The request took too long to arrive.");
  }
  if (error == http::error::header_limit) return refuse_request(431, "The header is too large.");
  if (error == http::error::body_limit) return refuse_request(413, "The body is too large.");
  if (error == http::error::end_of_stream || error == net::error::operation_aborted ||
      error.category() == net::error::get_system_category()) {
    return close();
  }
  refuse_request(400, "That is no HTTP request.");
}

void Connection::on_request(ErrorCode error) {
  if (error) return fail(error);
  stop_timer();
  take_request();
}

void Connection::take_request() {
  auto& message = parser_->get();
  const auto field = [&message](http::field name) { return std::string(message[name]); };
  HttpRequest request;
  request.method = std::string(message.method_string());
  request.path = std::string(message.target());
  if (const std::size_t mark = request.path.find('?'); mark != std::string::npos) {
    request.query = request.path.substr(mark + 1);
    request.path.resize(mark);
  }
  request.host = field(http::field::host);
  request.origin = field(http::field::origin);
  request.content_type = field(http::field::content_type);
  request.if_none_match = field(http::field::if_none_match);
  request.last_event_id = std::string(message["Last-Event-ID"]);
  request.client = client_;
  request.body = std::move(message.body());
  ++shared_->exchanges;
  exchange_ = std::make_shared<Exchange>(shared_, weak_from_this());
  watch_for_end();
  shared_->handler(std::move(request), exchange_);
}

void Connection::watch_for_end() {
  if (std::exchange(watching_, true)) return;
  socket_.async_wait(Tcp::socket::wait_read, [self = shared_from_this()](ErrorCode error) {
    self->watching_ = false;
    if (error || self->exchange_ == nullptr) return;
    ErrorCode failed;
    // What can be read but has no bytes is the end; bytes are the next request, which waits.
    if (self->socket_.available(failed) > 0 && !failed) return;
    self->half_closed_ = true;
    if (const auto gone = std::exchange(self->gone_, nullptr)) gone();
  });
}

void Connection::when_gone(std::function<void()> gone) {
  if (half_closed_) return gone();
  gone_ = std::move(gone);
}

void Connection::write_answer(const HttpAnswer& answer, bool keep_alive, bool head) {
  response_ = {};
  response_.version(11);
  response_.result(static_cast<unsigned>(answer.status));
  response_.keep_alive(keep_alive);
  for (const auto& [name, value] : kSecurityHeaders) response_.set(name, value);
  for (const auto& [name, value] : answer.headers) response_.set(name, value);
  if (answer.body != nullptr) {
    response_.set(http::field::content_type, answer.content_type);
    if (!head) response_.body() = *answer.body;
  }
  if (answer.status != 304) {
    response_.content_length(answer.body == nullptr ? 0 : answer.body->size());
  }
  start_timer(shared_->config.write_timeout);
  http::async_write(socket_, response_,
                    [self = shared_from_this(), keep_alive](ErrorCode error, std::size_t) {
                      self->on_answered(error, keep_alive);
                    });
}

void Connection::on_answered(ErrorCode error, bool keep_alive) {
  gone_ = nullptr;
  if (error) return close();
  over();
  if (!keep_alive) return shut_down();
  read_header(shared_->config.idle_timeout);
}

void Connection::begin_events() {
  http::response<http::empty_body> header;
  header.version(11);
  header.result(http::status::ok);
  header.keep_alive(false);  // the end of the connection is the end of the events
  for (const auto& [name, value] : kSecurityHeaders) header.set(name, value);
  header.set(http::field::content_type, "text/event-stream");
  header.set(http::field::cache_control, "no-store");
  header.set("X-Accel-Buffering", "no");
  std::ostringstream text;
  text << header.base();
  events_header_ = text.str();
}

void Connection::send(HttpText text, std::function<void(bool)> sent) {
  sending_ = std::move(text);
  sent_ = std::move(sent);
  start_timer(shared_->config.write_timeout);
  // The header goes out with the first event.
  const std::array<net::const_buffer, 2> pieces = {net::buffer(events_header_),
                                                   net::buffer(*sending_)};
  net::async_write(socket_, pieces, [self = shared_from_this()](ErrorCode error, std::size_t) {
    self->stop_timer();
    if (error) return self->close();
    self->events_header_.clear();
    self->sending_ = nullptr;
    if (const auto told = std::exchange(self->sent_, nullptr)) told(true);
  });
}

void Connection::end_events() {
  gone_ = nullptr;
  over();
  shut_down();
}

void Connection::shut_down() {
  ErrorCode ignored;
  socket_.shutdown(Tcp::socket::shutdown_send, ignored);
  start_timer(kLinger);
  linger();
}

void Connection::linger() {
  socket_.async_read_some(net::buffer(scratch_),
                          [self = shared_from_this()](ErrorCode error, std::size_t bytes) {
                            self->lingered_ += bytes;
                            if (error || self->lingered_ > kMostLingering) return self->close();
                            self->linger();
                          });
}

void Connection::over() {
  if (std::exchange(exchange_, nullptr) != nullptr) --shared_->exchanges;
  shared_->body_bytes -= std::exchange(reserved_, 0);
  // They may hold the last of much: called without anything of ours half done.
  const auto sent = std::exchange(sent_, nullptr);
  const auto gone = std::exchange(gone_, nullptr);
  if (sent) sent(false);
  if (gone) gone();
}

void Connection::close() {
  stop_timer();
  ErrorCode ignored;
  socket_.close(ignored);
  over();
  if (shared_->live.erase(shared_from_this()) > 0) --shared_->connections;
}

}  // namespace fitd::server
