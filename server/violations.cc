#include "server/violations.h"

#include <charconv>
#include <cmath>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "server/rpc_status.h"

namespace fitd::server {
namespace {

// Of fields and descriptions; base64 and the message's own text bring it to about 6 KiB.
constexpr std::size_t kMaxBytes = 3000;
constexpr std::size_t kMaxQuoted = 64;
constexpr std::size_t kNamedInMessage = 3;

}  // namespace

void Violations::add(std::string field, std::string description) {
  ++count_;
  if (!parent_.empty()) field.insert(0, parent_);
  const std::size_t bytes = field.size() + description.size() + 8;
  if (bytes_ + bytes > kMaxBytes) return;
  bytes_ += bytes;
  kept_.push_back({std::move(field), std::move(description)});
}

void Violations::add_all(const Violations& others) {
  for (const Violation& violation : others.kept_) add(violation.field, violation.description);
  count_ += others.count_ - others.kept_.size();
}

absl::Status Violations::status() const {
  if (empty()) return absl::OkStatus();
  google::rpc::BadRequest details;
  std::string message = "invalid request: ";
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    auto* violation = details.add_field_violations();
    violation->set_field(kept_[i].field);
    violation->set_description(kept_[i].description);
    if (i < kNamedInMessage) {
      absl::StrAppend(&message, i > 0 ? "; " : "", kept_[i].field, " ", kept_[i].description);
    }
  }
  if (count_ > kNamedInMessage) {
    absl::StrAppend(&message, "; and ", count_ - kNamedInMessage, " more");
  }
  if (count_ > kept_.size()) {
    auto* rest = details.add_field_violations();
    rest->set_field("(more)");
    rest->set_description(absl::StrCat("are ", count_ - kept_.size(),
                                       " further violations, left out for their number"));
  }
  absl::Status status = absl::InvalidArgumentError(message);
  attach(status, details);
  return status;
}

std::string in_quotes(absl::string_view text) {
  const bool cut = text.size() > kMaxQuoted;
  return absl::StrCat("\"", absl::CHexEscape(text.substr(0, kMaxQuoted)), cut ? "..." : "", "\"");
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, value);
  return std::string(text, end);
}

std::string is_but_must(double value, absl::string_view rule) {
  return absl::StrCat("is ", number(value), "; must be ", rule);
}

}  // namespace fitd::server
