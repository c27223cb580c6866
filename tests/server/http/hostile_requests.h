// Requests that no browser of good will sends.
#ifndef FITD_TESTS_SERVER_HTTP_HOSTILE_REQUESTS_H_
#define FITD_TESTS_SERVER_HTTP_HOSTILE_REQUESTS_H_

#include <string>
#include <vector>

namespace fitd::server {

// Whole requests, each to be sent alone over a connection whose sending half is then closed.
// `host`: a name that the server goes by.
std::vector<std::string> hostile_requests(const std::string& host);

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_HTTP_HOSTILE_REQUESTS_H_
