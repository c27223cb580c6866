// Requests and answers over HTTP, without a word of sockets.
#ifndef FITD_SERVER_HTTP_HTTP_MESSAGE_H_
#define FITD_SERVER_HTTP_HTTP_MESSAGE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fitd::server {

using HttpText = std::shared_ptr<const std::string>;

struct HttpRequest {
  std::string method;
  std::string path;   // as it was sent, without the query
  std::string query;  // after the ?, as it was sent
  std::string host;
  std::string origin;
  std::string content_type;
  std::string if_none_match;
  std::string last_event_id;
  std::string client;  // the peer's address, without its port
  std::string body;
};

struct HttpAnswer {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  HttpText body;
  std::vector<std::pair<std::string, std::string>> headers = {};
};

HttpAnswer text_answer(int status, std::string text);

// A request that waits for its answer: one answer, or a stream of events. Thread-safe; once the
// client is gone its functions do nothing.
class HttpExchange {
 public:
  virtual ~HttpExchange() = default;

  // The whole answer. Once, and not after begin_events().
  virtual void answer(const HttpAnswer& answer) = 0;

  // Begins an answer of server-sent events.
  virtual void begin_events() = 0;
  // Sends a piece of it; one at a time. `sent` is told when it has gone out, or with false that it
  // never will.
  virtual void send(HttpText text, std::function<void(bool ok)> sent) = 0;
  virtual void end_events() = 0;

  // Breaks the connection off.
  virtual void cancel() = 0;
  // Calls `gone` once if the client leaves before the exchange is over; at once if it has left.
  virtual void when_gone(std::function<void()> gone) = 0;
};

using HttpHandler =
    std::function<void(HttpRequest&& request, const std::shared_ptr<HttpExchange>& exchange)>;

}  // namespace fitd::server

#endif  // FITD_SERVER_HTTP_HTTP_MESSAGE_H_
