#include "tests/server/support/raw_http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace fitd::server {

RawConnection::RawConnection(const std::string& address)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const std::size_t colon = address.rfind(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
  const timeval patience = {.tv_sec = 60, .tv_usec = 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    std::perror("connect");
    std::abort();
  }
}

RawConnection::~RawConnection() { close(socket_); }

void RawConnection::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto more = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (more <= 0) return;
    sent += static_cast<std::size_t>(more);
  }
}

void RawConnection::half_close() { shutdown(socket_, SHUT_WR); }

std::string RawConnection::read_until(const std::string& text) {
  for (;;) {
    const std::size_t at = text.empty() ? std::string::npos : read_.find(text);
    if (at != std::string::npos) {
      std::string found = read_.substr(0, at + text.size());
      read_.erase(0, at + text.size());
      return found;
    }
    std::array<char, 65536> buffer;
    const auto more = recv(socket_, buffer.data(), buffer.size(), 0);
    if (more <= 0) return std::exchange(read_, {});
    read_.append(buffer.data(), static_cast<std::size_t>(more));
  }
}

std::string RawConnection::read_to_end() { return read_until(""); }

RawAnswer to_answer(const std::string& bytes) {
  RawAnswer answer;
  const std::size_t end = bytes.find("\r\n\r\n");
  if (bytes.rfind("HTTP/1.1 ", 0) != 0 || end == std::string::npos) return answer;
  answer.status = std::atoi(bytes.c_str() + 9);
  answer.headers = bytes.substr(0, end + 2);
  answer.body = bytes.substr(end + 4);
  return answer;
}

RawAnswer ask(const std::string& address, const std::string& method, const std::string& target,
              const std::string& headers, const std::string& body) {
  RawConnection connection(address);
  std::string request = method + " " + target + " HTTP/1.1\r\nHost: " + address +
                        "\r\nConnection: close\r\n" + headers;
  if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  connection.send(request + "\r\n" + body);
  return to_answer(connection.read_to_end());
}

RawAnswer post_json(const std::string& address, const std::string& target,
                    const std::string& json) {
  return ask(address, "POST", target, "Content-Type: application/json\r\n", json);
}

}  // namespace fitd::server
