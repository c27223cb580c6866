// Quantiles that confidence levels stand for.
#ifndef FITD_SERVER_UNCERTAINTY_QUANTILES_H_
#define FITD_SERVER_UNCERTAINTY_QUANTILES_H_

#include <cstdint>
#include <optional>

namespace fitd::server {

// How many standard errors on either side hold a share `level` (above 0, below 1): of Student's t
// with `freedom` >= 1 degrees of freedom, or of the normal distribution where there is none. Its
// square is the quantile at `level` of F(1, freedom), or of chi-square with one degree of freedom.
double two_sided_quantile(double level, std::optional<std::int64_t> freedom);

}  // namespace fitd::server

#endif  // FITD_SERVER_UNCERTAINTY_QUANTILES_H_
