// A client that sends whatever bytes a test likes.
#ifndef FITD_TESTS_SERVER_SUPPORT_RAW_HTTP_H_
#define FITD_TESTS_SERVER_SUPPORT_RAW_HTTP_H_

#include <string>

namespace fitd::server {

// A connection to ADDRESS:PORT, an IPv4 address. Waits at most a minute for anything.
class RawConnection {
 public:
  explicit RawConnection(const std::string& address);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  // What the other end does not take any more is dropped.
  void send(const std::string& bytes);
  // Ends the sending half.
  void half_close();
  // Reads until `text` has come, or to the end: everything since the last call, with the text.
  std::string read_until(const std::string& text);
  std::string read_to_end();

 private:
  int socket_;
  std::string read_;
};

struct RawAnswer {
  int status = 0;  // 0: there was none
  std::string headers;
  std::string body;
};

// Takes apart what a connection brought that was then closed.
RawAnswer to_answer(const std::string& bytes);

// One request whose connection is then closed. `headers`: lines that end with CRLF.
RawAnswer ask(const std::string& address, const std::string& method, const std::string& target,
              const std::string& headers = "", const std::string& body = "");

// POST of JSON.
RawAnswer post_json(const std::string& address, const std::string& target, const std::string& json);

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_SUPPORT_RAW_HTTP_H_
