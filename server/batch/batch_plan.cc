#include "server/batch/batch_plan.h"

#include <algorithm>

namespace fitd::server {

std::int64_t BatchPlan::num_free() const { return std::count(fixed.begin(), fixed.end(), false); }

std::int64_t BatchPlan::answer_bytes() const {
  const std::int64_t n = num_free();
  const std::int64_t doubles = 2 * num_parameters() + 3 + (wanted.fvec ? m : 0) +
                               ((wanted.cov_x ? 1 : 0) + (wanted.covariance ? 1 : 0)) * n * n;
  return doubles * static_cast<std::int64_t>(sizeof(double));
}

}  // namespace fitd::server
