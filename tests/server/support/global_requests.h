// Requests for global fits to start from.
#ifndef FITD_TESTS_SERVER_SUPPORT_GLOBAL_REQUESTS_H_
#define FITD_TESTS_SERVER_SUPPORT_GLOBAL_REQUESTS_H_

#include <cmath>
#include <string>
#include <vector>

#include "tests/server/support/requests.h"

namespace fitd::server {

// Adds a gaussian over m points with a little noise.
inline v1::DataSet& add_gaussian(v1::FitRequest& request, int m, double amplitude, double center) {
  const std::vector<double> x = grid(0, 10, m);
  std::vector<double> y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double u = (x[i] - center) / 1.2;
    y.push_back(amplitude / (1.2 * std::sqrt(2 * M_PI)) * std::exp(-0.5 * u * u) +
                0.02 * std::sin(5.0 * static_cast<double>(i * i)));
  }
  v1::DataSet& set = *request.add_data_sets();
  (*set.mutable_predictors())["x"] = array_of(x);
  *set.mutable_y() = array_of(y);
  return set;
}

// Three gaussians of one width, all starts estimated.
inline v1::FitRequest global_request() {
  v1::FitRequest request;
  request.set_model("gaussian");
  add_gaussian(request, 40, 10, 4);
  add_gaussian(request, 55, 25, 6.5);
  add_gaussian(request, 25, 6, 5);
  request.add_shared("sigma");
  return request;
}

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_SUPPORT_GLOBAL_REQUESTS_H_
