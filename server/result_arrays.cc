#include "server/result_arrays.h"

#include <algorithm>

#include "absl/strings/str_join.h"

namespace fitd::server {
namespace {

// Clients refuse messages over 4 MiB by default; the rest of a result takes well under 1 MiB.
constexpr std::int64_t kMaxBytes = std::int64_t{3} << 20;

constexpr std::array<absl::string_view, kNumResultArrays> kPaths = {
    "infodict.fvec", "infodict.fjac", "best_fit", "r", "cov_x", "covariance", "correlation"};

std::int64_t bytes_of(ResultArray array, std::int64_t m, std::int64_t n) {
  constexpr std::int64_t kBytes = sizeof(double);
  switch (array) {
    case ResultArray::kFjac:
      return kBytes * m * n;
    case ResultArray::kFvec:
    case ResultArray::kBestFit:
      return kBytes * m;
    default:
      return kBytes * n * n;
  }
}

}  // namespace

void ArraySelection::omit(ResultArray array) {
  set(array, false);
  omitted_.emplace_back(kPaths[static_cast<std::size_t>(array)]);
}

bool is_result_array(absl::string_view path) {
  return std::find(kPaths.begin(), kPaths.end(), path) != kPaths.end();
}

std::string result_array_names() { return absl::StrJoin(kPaths, ", "); }

ArraySelection choose_arrays(const google::protobuf::FieldMask* mask, std::int64_t m, int n) {
  ArraySelection selection;
  if (mask != nullptr) {
    for (std::size_t i = 0; i < kNumResultArrays; ++i) {
      const auto& paths = mask->paths();
      selection.set(static_cast<ResultArray>(i),
                    std::find(paths.begin(), paths.end(), kPaths[i]) != paths.end());
    }
    return selection;
  }
  std::array<ResultArray, kNumResultArrays> by_size{};
  std::int64_t total = 0;
  for (std::size_t i = 0; i < kNumResultArrays; ++i) {
    by_size[i] = static_cast<ResultArray>(i);
    selection.set(by_size[i], true);
    total += bytes_of(by_size[i], m, n);
  }
  std::stable_sort(by_size.begin(), by_size.end(), [&](ResultArray a, ResultArray b) {
    return bytes_of(a, m, n) > bytes_of(b, m, n);
  });
  for (const ResultArray array : by_size) {
    if (total <= kMaxBytes) break;
    selection.omit(array);
    total -= bytes_of(array, m, n);
  }
  return selection;
}

}  // namespace fitd::server
