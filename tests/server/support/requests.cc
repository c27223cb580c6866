#include "tests/server/support/requests.h"

#include <cmath>
#include <cstddef>

namespace fitd::server {
namespace {

void add_parameter(v1::FitRequest& request, const char* name, double start) {
  auto* parameter = request.add_parameters();
  parameter->set_name(name);
  parameter->set_start(start);
}

}  // namespace

v1::Array array_of(std::span<const double> elements, Payload payload) {
  v1::Array array;
  switch (payload) {
    case Payload::kValues:
      array.mutable_values()->mutable_values()->Add(elements.begin(), elements.end());
      break;
    case Payload::kF64:
      array.set_f64_le(reinterpret_cast<const char*>(elements.data()), elements.size_bytes());
      break;
    case Payload::kF32: {
      const std::vector<float> narrow(elements.begin(), elements.end());
      array.set_f32_le(reinterpret_cast<const char*>(narrow.data()), narrow.size() * sizeof(float));
      break;
    }
  }
  return array;
}

std::vector<double> grid(double from, double to, int m) {
  std::vector<double> points;
  for (int i = 0; i < m; ++i) points.push_back(from + (to - from) * i / (m - 1));
  return points;
}

v1::FitRequest exponential_request(Payload payload) {
  const std::vector<double> x = grid(0, 5.5, 12);
  std::vector<double> y;
  std::vector<double> sigma;
  for (std::size_t i = 0; i < x.size(); ++i) {
    y.push_back(3 * std::exp(-x[i] / 2) + 0.01 * std::sin(7.0 * static_cast<double>(i)));
    sigma.push_back(0.01 + 0.001 * static_cast<double>(i));
  }
  v1::FitRequest request;
  request.set_model("exponential");
  (*request.mutable_predictors())["x"] = array_of(x, payload);
  *request.mutable_y() = array_of(y, payload);
  *request.mutable_sigma() = array_of(sigma, payload);
  add_parameter(request, "amplitude", 1);
  add_parameter(request, "decay", 1);
  return request;
}

v1::FitRequest gaussian_request(int m) {
  const std::vector<double> x = grid(0, 10, m);
  std::vector<double> y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    y.push_back(4 * std::exp(-0.5 * std::pow((x[i] - 5) / 1.2, 2)) +
                0.05 * std::sin(11.0 * static_cast<double>(i)));
  }
  v1::FitRequest request;
  request.set_model("gaussian");
  (*request.mutable_predictors())["x"] = array_of(x, Payload::kF64);
  *request.mutable_y() = array_of(y, Payload::kF64);
  return request;
}

v1::FitRequest long_request(int m) {
  constexpr double kX[] = {4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625};
  constexpr double kY[] = {0.1957, 0.1947, 0.1735, 0.16,   0.0844, 0.0627,
                           0.0456, 0.0342, 0.0323, 0.0235, 0.0246};
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < m; ++i) {
    x.push_back(kX[i % 11]);
    y.push_back(kY[i % 11]);
  }
  v1::FitRequest request;
  request.set_model("nist_mgh09");
  request.mutable_options()->set_arithmetic(v1::ARITHMETIC_REFERENCE);
  (*request.mutable_predictors())["x"] = array_of(x, Payload::kF64);
  *request.mutable_y() = array_of(y, Payload::kF64);
  add_parameter(request, "b1", 25);
  add_parameter(request, "b2", 39);
  add_parameter(request, "b3", 41.5);
  add_parameter(request, "b4", 39);
  request.mutable_progress()->mutable_min_interval();  // 0: every iteration
  return request;
}

}  // namespace fitd::server
