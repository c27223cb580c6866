#include "server/id_source.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace fitd::server {

IdSource::IdSource() : prefix_(absl::StrFormat("%08x", std::random_device()())) {}

std::string IdSource::next() { return absl::StrCat(prefix_, "-", ++last_); }

}  // namespace fitd::server
