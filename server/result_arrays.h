// The large arrays of a result: which come back, and which are left out to keep a message small.
#ifndef FITD_SERVER_RESULT_ARRAYS_H_
#define FITD_SERVER_RESULT_ARRAYS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/field_mask.pb.h"

namespace fitd::server {

enum class ResultArray { kFvec, kFjac, kBestFit, kR, kCovX, kCovariance, kCorrelation };
inline constexpr std::size_t kNumResultArrays = 7;

// Which of them come back.
class ArraySelection {
 public:
  bool has(ResultArray array) const { return chosen_[static_cast<std::size_t>(array)]; }
  void set(ResultArray array, bool chosen) { chosen_[static_cast<std::size_t>(array)] = chosen; }

  // The paths of those that only their size excluded.
  const std::vector<std::string>& omitted() const { return omitted_; }
  void omit(ResultArray array);

 private:
  std::array<bool, kNumResultArrays> chosen_{};
  std::vector<std::string> omitted_;
};

// Whether `path` names one, as FitRequest.return_mask does.
bool is_result_array(absl::string_view path);

// All their paths, for error messages.
std::string result_array_names();

// Those that `mask` (valid) names; without a mask (nullptr), all while they stay under 3 MiB
// together, the largest left out first.
ArraySelection choose_arrays(const google::protobuf::FieldMask* mask, std::int64_t m, int n);

}  // namespace fitd::server

#endif  // FITD_SERVER_RESULT_ARRAYS_H_
