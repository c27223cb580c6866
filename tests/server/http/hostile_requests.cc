#include "tests/server/http/hostile_requests.h"

namespace fitd::server {
namespace {

using Requests = std::vector<std::string>;

std::string request(const std::string& line, const std::string& host,
                    const std::string& headers = "", const std::string& body = "") {
  return line + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n" + body;
}

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

void add_methods(const std::string& host, Requests& requests) {
  for (const char* line : {"POST /",
                           "PUT /",
                           "DELETE /",
                           "PATCH /",
                           "OPTIONS /",
                           "OPTIONS *",
                           "TRACE /",
                           "CONNECT example.org:443",
                           "PROPFIND /",
                           "FOO /",
                           "get /",
                           "POST /healthz",
                           "DELETE /readyz",
                           "PUT /status",
                           "POST /events",
                           "HEAD /events",
                           "GET /api/FitService/Fit",
                           "HEAD /api/ModelService/ListModels",
                           "PUT /api/ModelService/ListModels",
                           "LOCK /status.css"}) {
    requests.push_back(request(line, host));
  }
}

void add_paths(const std::string& host, Requests& requests) {
  for (const char* path : {"/../etc/passwd",
                           "/../../../../etc/passwd",
                           "/%2e%2e/etc/passwd",
                           "/..%2fetc%2fpasswd",
                           "/%2e%2e%2f%2e%2e%2fetc/passwd",
                           "/..\\..\\etc\\passwd",
                           "/status/../../etc/passwd",
                           "/status.html/",
                           "/status.html%00.txt",
                           "//status",
                           "//etc/passwd",
                           "/./status",
                           "/.git/config",
                           "/.env",
                           "/server-status",
                           "/wp-login.php",
                           "/cgi-bin/sh",
                           "/%",
                           "/%zz",
                           "/\x01",
                           "/\xff\xfe",
                           "/status;x=1",
                           "/STATUS",
                           "/events/",
                           "/events/..",
                           "/api",
                           "/favicon.ico",
                           "http://example.org/",
                           "*",
                           "/events?id",
                           "/events?nonsense=1",
                           "/events?label.=x",
                           "/events?min_interval_ms=-1",
                           "/events?min_interval_ms=99999999999999999999",
                           "/events?id=%zz",
                           "/events?omit_load=maybe"}) {
    requests.push_back(request(std::string("GET ") + path, host));
  }
  requests.push_back(request("GET /" + times(7000, "a"), host));
  requests.push_back(request("GET /events?" + times(120, "id=x&"), host));
  requests.push_back(request("GET /events?resume_token=" + times(100, "x"), host));
}

void add_headers(const std::string& host, Requests& requests) {
  for (const char* name : {"evil.example", "evil.example:8080", "localhost.evil.example",
                           "127.0.0.1.evil.example", "", ":8080", "[::1", "[::1]x", "localhost:0",
                           "localhost:99999", "localhost:x", "user@localhost", "127.0.0.1 evil"}) {
    requests.push_back(request("GET /", name));
  }
  requests.emplace_back("GET / HTTP/1.1\r\n\r\n");
  requests.emplace_back("GET /\r\n\r\n");
  requests.emplace_back("GET / HTTP/1.0\r\n\r\n");
  requests.push_back("GET / HTTP/9.9\r\nHost: " + host + "\r\n\r\n");
  requests.push_back("GET / HTTP/1.1\nHost: " + host + "\n\n");
  requests.push_back("GET  /  HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  for (const std::string& header :
       {std::string("X: ") + times(9000, "x"), times(2000, "A: b\r\n") + "C: d",
        std::string("no colon"), std::string("Bad Name: x"), std::string("Colon : x"),
        std::string(": no name"), std::string("X: \x01"), std::string("X: ") + std::string(1, '\0'),
        std::string("Origin: http://evil.example"), std::string("Origin: null"),
        std::string("Origin: http://localhost:1"), std::string("Content-Length: -1"),
        std::string("Content-Length: x"), std::string("Content-Length: 99999999999999999999"),
        std::string("Content-Length: 999999999999"),
        std::string("Content-Length: 5\r\nContent-Length: 6"),
        std::string("Content-Length: 5\r\nTransfer-Encoding: chunked")}) {
    requests.push_back(request("GET /", host, header + "\r\n"));
  }
}

void add_bodies(const std::string& host, Requests& requests) {
  const std::string line = "POST /api/ModelService/GetModel";
  const std::string json = "Content-Type: application/json\r\n";
  const auto post = [&](const std::string& type, const std::string& body) {
    requests.push_back(request(
        line, host, type + "Content-Length: " + std::to_string(body.size()) + "\r\n", body));
  };
  for (const char* type :
       {"", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: multipart/form-data\r\n",
        "Content-Type: application/json; charset=utf-16\r\n", "Content-Type: application/jsonp\r\n",
        "Content-Type: text/json\r\n"}) {
    post(type, "{}");
  }
  for (const std::string& body :
       {std::string(), std::string("{"), std::string("["), std::string("[]"), std::string("null"),
        std::string("1e999"), std::string("\"name\""), std::string("{\"name\": 5}"),
        std::string("{\"name\": [\"a\"]}"), std::string("{\"nane\": \"gaussian\"}"),
        std::string("{\"name\": \"gaussian\"} {}"), std::string("{\"name\": \"gaussian\""),
        std::string("{\"name\": \"\\ud800\"}"), std::string("{\"name\": \"\xff\"}"),
        std::string(1, '\0'), std::string("{\"name\": \"no_such_model\"}"), times(5000, "["),
        times(5000, "{\"name\":"), "{\"name\": \"" + times(9000, "(") + "\"}"}) {
    post(json, body);
  }
  for (const char* path :
       {"/api/", "/api/ModelService", "/api/ModelService/", "/api//GetModel",
        "/api/ModelService/NoSuch", "/api/NoSuchService/GetModel", "/api/ModelService/GetModel/",
        "/api/../ModelService/GetModel", "/api/fitd.v1.ModelService/GetModel"}) {
    requests.push_back(
        request(std::string("POST ") + path, host, json + "Content-Length: 2\r\n", "{}"));
  }
  const std::string chunked = json + "Transfer-Encoding: chunked\r\n";
  for (const char* chunks : {"zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n0\r\n\r\n",
                             "ffffffffffffffff\r\n{}\r\n0\r\n\r\n", "2\r\n{}XX0\r\n\r\n"}) {
    requests.push_back(request(line, host, chunked, chunks));
  }
}

void add_other_protocols(Requests& requests) {
  requests.emplace_back("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  requests.emplace_back("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS client says hello", 40);
  requests.emplace_back("SSH-2.0-OpenSSH_9.2\r\n");
  requests.emplace_back("EHLO localhost\r\n");
  requests.emplace_back("\r\n\r\n\r\n\r\n");
  requests.push_back(std::string(5000, '\0'));
  requests.push_back(times(20'000, "x"));
}

}  // namespace

std::vector<std::string> hostile_requests(const std::string& host) {
  Requests requests;
  add_methods(host, requests);
  add_paths(host, requests);
  add_headers(host, requests);
  add_bodies(host, requests);
  add_other_protocols(requests);
  return requests;
}

}  // namespace fitd::server
