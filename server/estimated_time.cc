#include "server/estimated_time.h"

namespace fitd::server {

std::chrono::nanoseconds estimated_time(std::int64_t m, int n, curve::Arithmetic arithmetic) {
  // About 15 evaluations of a point with derivatives, and the QR of its row or the products of its
  // entries, in nanoseconds: the middle of the catalogue on a core of 2022.
  const double evaluation = arithmetic == curve::Arithmetic::kReference
                                ? 50 + 10.0 * n + 1.0 * n * n
                                : 4 + 0.6 * n + 0.05 * n * n;
  constexpr double kOnce = 30'000;  // what does not depend on m
  return std::chrono::nanoseconds(
      static_cast<std::int64_t>(kOnce + 15 * evaluation * static_cast<double>(m)));
}

std::chrono::nanoseconds estimated_time(const FitJob& job) {
  // Four descents, each twice as long as an ordinary one, and half a dozen passes in double-double,
  // each of which takes as long as two or three of them.
  const int descents = job.fit.arithmetic == curve::Arithmetic::kCertified ? 30 : 1;
  const int starts = job.multi_start ? job.multi_start->starts : 0;
  const bool reference = job.fit.jacobian == lm::JacobianMethod::kForwardDifference ||
                         job.fit.arithmetic == curve::Arithmetic::kReference;
  const auto plain = (starts + descents) * estimated_time(job.num_points(), job.num_free(),
                                                          reference ? curve::Arithmetic::kReference
                                                                    : curve::Arithmetic::kFast);
  if (job.y_covariance.empty()) return plain;
  // The factor, and 15 times whitened rows, at a tenth of a nanosecond a multiplication.
  const auto m = static_cast<double>(job.num_points());
  const double of_rows = 15 * m * m / 2 * (job.num_free() + 1.0) * (starts + descents);
  return plain +
         std::chrono::nanoseconds(static_cast<std::int64_t>(0.1 * (m * m * m / 6 + of_rows)));
}

}  // namespace fitd::server
