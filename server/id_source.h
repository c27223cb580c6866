// Identifiers for what the server runs.
#ifndef FITD_SERVER_ID_SOURCE_H_
#define FITD_SERVER_ID_SOURCE_H_

#include <atomic>
#include <cstdint>
#include <string>

namespace fitd::server {

// Numbers them, after a prefix that tells this process's from others'. Thread-safe.
class IdSource {
 public:
  IdSource();

  std::string next();
  const std::string& prefix() const { return prefix_; }

 private:
  const std::string prefix_;
  std::atomic<std::uint64_t> last_{0};
};

}  // namespace fitd::server

#endif  // FITD_SERVER_ID_SOURCE_H_
