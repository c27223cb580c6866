#include "server/http/http_server.h"

#include <boost/asio/post.hpp>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/http/connection.h"

namespace fitd::server {
namespace {

using Tcp = net::ip::tcp;

constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr std::chrono::milliseconds kIdlePause{2};

// ADDRESS:PORT or [V6]:PORT.
std::optional<std::pair<std::string, std::string>> split(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string host = listen.substr(0, colon);
  if (host.size() > 1 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return std::pair(host, listen.substr(colon + 1));
}

}  // namespace

template <class Action, class Otherwise>
void Exchange::on_connection(Action action, Otherwise otherwise) {
  if (shared_->closed) return otherwise();
  net::post(shared_->io, [self = shared_from_this(), action = std::move(action),
                          otherwise = std::move(otherwise)]() mutable {
    const auto connection = self->connection_.lock();
    if (connection != nullptr && connection->works_on(self.get())) {
      action(*connection);
    } else {
      otherwise();
    }
  });
}

void Exchange::answer(const HttpAnswer& answer) {
  on_connection([answer](Connection& connection) { connection.answer(answer); }, [] {});
}
void Exchange::begin_events() {
  on_connection([](Connection& connection) { connection.begin_events(); }, [] {});
}
void Exchange::send(HttpText text, std::function<void(bool)> sent) {
  on_connection(
      [text = std::move(text), sent](Connection& connection) mutable {
        connection.send(std::move(text), std::move(sent));
      },
      [sent] { sent(false); });
}
void Exchange::end_events() {
  on_connection([](Connection& connection) { connection.end_events(); }, [] {});
}
void Exchange::cancel() {
  on_connection([](Connection& connection) { connection.close(); }, [] {});
}
void Exchange::when_gone(std::function<void()> gone) {
  on_connection([gone](Connection& connection) mutable { connection.when_gone(std::move(gone)); },
                [gone] { gone(); });
}

class HttpServer::Impl {
 public:
  Impl(Config config, HttpHandler handler)
      : shared_(std::make_shared<Shared>(std::move(config), std::move(handler))),
        acceptor_(shared_->io),
        pause_(shared_->io) {}

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  ~Impl() {
    shared_->closed = true;
    net::post(shared_->io, [this] {
      ErrorCode ignored;
      acceptor_.close(ignored);
      pause_.cancel();
      const auto live = shared_->live;
      for (const auto& connection : live) connection->close();
      shared_->io.stop();
    });
    if (thread_.joinable()) thread_.join();
    // What was under way ends with an error, and frees what it holds.
    shared_->io.restart();
    shared_->io.poll();
  }

  bool listen() {
    const auto address = split(shared_->config.listen);
    if (!address) return false;
    ErrorCode error;
    Tcp::resolver resolver(shared_->io);
    const auto found =
        resolver.resolve(address->first, address->second,
                         Tcp::resolver::passive | Tcp::resolver::numeric_service, error);
    if (error || found.empty()) return false;
    const Tcp::endpoint endpoint = *found.begin();
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
    if (error) return false;
    address_ = absl::StrCat(shared_->config.listen.substr(0, shared_->config.listen.rfind(':')),
                            ":", acceptor_.local_endpoint().port());
    return true;
  }

  void start() {
    accept();
    thread_ = std::jthread([this] { shared_->io.run(); });
  }

  const std::string& address() const { return address_; }
  std::size_t num_connections() const { return shared_->connections; }
  std::size_t num_exchanges() const { return shared_->exchanges; }

 private:
  void accept() {
    acceptor_.async_accept([this](ErrorCode error, Tcp::socket socket) {
      if (error == net::error::operation_aborted || shared_->closed) return;
      if (error) {
        // As when there are no more descriptors: some will be closed.
        pause_.expires_after(kAcceptPause);
        pause_.async_wait([this](ErrorCode aborted) {
          if (!aborted) accept();
        });
        return;
      }
      take(std::move(socket));
      accept();
    });
  }

  void take(Tcp::socket socket) {
    const std::size_t most = shared_->config.max_connections;
    // Those who are turned away linger for a second; there may be so many.
    if (shared_->connections >= most + most / 8 + 8) return;
    const auto connection = std::make_shared<Connection>(shared_, std::move(socket));
    shared_->live.insert(connection);
    if (++shared_->connections <= most) {
      connection->begin();
    } else {
      connection->turn_away();
    }
  }

  const SharedPointer shared_;
  Tcp::acceptor acceptor_;
  net::steady_timer pause_;
  std::string address_;
  std::jthread thread_;
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::start(Config config, HttpHandler handler) {
  const std::string listen = config.listen;
  auto impl = std::make_unique<Impl>(std::move(config), std::move(handler));
  if (!impl->listen()) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", listen,
                     " for HTTP: is the port taken? --http= turns HTTP off, port 0 picks a port"));
  }
  impl->start();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

const std::string& HttpServer::address() const { return impl_->address(); }
std::size_t HttpServer::num_connections() const { return impl_->num_connections(); }

void HttpServer::wait_until_idle(std::chrono::nanoseconds grace) const {
  const auto deadline = std::chrono::steady_clock::now() + grace;
  while (impl_->num_exchanges() > 0 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(kIdlePause);
  }
}

}  // namespace fitd::server
