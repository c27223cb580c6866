#include "server/uncertainty/quantiles.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace fitd::server {

double two_sided_quantile(double level, std::optional<std::int64_t> freedom) {
  const double tail = (1 - level) / 2;
  if (!freedom) return boost::math::quantile(boost::math::complement(boost::math::normal(), tail));
  const boost::math::students_t t(static_cast<double>(*freedom));
  return boost::math::quantile(boost::math::complement(t, tail));
}

}  // namespace fitd::server
