// Collects everything that is wrong with a request.
#ifndef FITD_SERVER_VIOLATIONS_H_
#define FITD_SERVER_VIOLATIONS_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace fitd::server {

// One wrong field. "`field` `description`" reads as a sentence: "y.values[17]" "is NaN".
struct Violation {
  std::string field;
  std::string description;
};

// Grows to a bounded size, so that the report fits the 8 KiB of metadata that clients accept by
// default; violations beyond it are counted. Not thread-safe.
class Violations {
 public:
  Violations() = default;
  // Every field is named under `parent`, which is "" or ends with a point.
  explicit Violations(std::string parent) : parent_(std::move(parent)) {}

  void add(std::string field, std::string description);
  // Those of another request's part.
  void add_all(const Violations& others);

  bool empty() const { return count_ == 0; }
  std::size_t count() const { return count_; }
  // Those that fitted.
  const std::vector<Violation>& kept() const { return kept_; }

  // INVALID_ARGUMENT with a google.rpc.BadRequest payload; OK where there is none.
  absl::Status status() const;

 private:
  std::string parent_;
  std::vector<Violation> kept_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
};

// A user's text for an error message: quoted, control characters and non-ASCII bytes escaped, cut
// after 64 bytes.
std::string in_quotes(absl::string_view text);

// A number as a user wrote it: the shortest digits that round-trip, NaN, Infinity or -Infinity.
std::string number(double value);

// "`value` `rule`": "is -1; must be >= 0".
std::string is_but_must(double value, absl::string_view rule);

}  // namespace fitd::server

#endif  // FITD_SERVER_VIOLATIONS_H_
