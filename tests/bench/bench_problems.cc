#include "tests/bench/bench_problems.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <utility>

#include "tests/solver/lm/mgh_function.h"

namespace fitd::bench {
namespace {

// A curve by its point formula; derivatives go to d unless it is null.
template <class Point>
class Curve final : public lm::ResidualFunction {
 public:
  // Data: the curve at `truth` with 2 % seeded noise.
  Curve(Point point, std::vector<double> x, const std::vector<double>& truth)
      : point_(point), n_(static_cast<int>(truth.size())), x_(std::move(x)), y_(x_.size()) {
    std::mt19937_64 generator(20250101);
    for (std::size_t i = 0; i < x_.size(); ++i) {
      const double noise = static_cast<double>(generator() >> 11) * 0x1p-52 - 1;
      y_[i] = point_(x_[i], truth.data(), nullptr) + 0.02 * noise;
    }
  }

  std::int64_t num_residuals() const override { return std::ssize(x_); }
  int num_parameters() const override { return n_; }

  lm::EvaluationStatus residuals(std::span<const double> p, std::span<double> r,
                                 const lm::Interrupt&) override {
    for (std::size_t i = 0; i < r.size(); ++i) r[i] = point_(x_[i], p.data(), nullptr) - y_[i];
    return lm::EvaluationStatus::kOk;
  }

  lm::EvaluationStatus jacobian(std::span<const double> p, std::span<double> j,
                                const lm::Interrupt&) override {
    double d[8];
    const std::size_t m = x_.size();
    const std::size_t n = p.size();
    for (std::size_t i = 0; i < m; ++i) {
      point_(x_[i], p.data(), d);
      for (std::size_t k = 0; k < n; ++k) j[k * m + i] = d[k];
    }
    return lm::EvaluationStatus::kOk;
  }

 private:
  Point point_;
  int n_;
  std::vector<double> x_;
  std::vector<double> y_;
};

// p0 exp(-((x - p1)/p2)^2/2) at p, with its derivatives.
double gaussian(double x, const double* p, double* d) {
  const double u = (x - p[1]) / p[2];
  const double e = std::exp(-0.5 * u * u);
  if (d != nullptr) {
    d[0] = e;
    d[1] = p[0] * e * u / p[2];
    d[2] = p[0] * e * u * u / p[2];
  }
  return p[0] * e;
}

double gaussian_offset(double x, const double* p, double* d) {
  if (d != nullptr) d[3] = 1;
  return gaussian(x, p, d) + p[3];
}

double two_gaussians_and_line(double x, const double* p, double* d) {
  if (d != nullptr) {
    d[6] = 1;
    d[7] = x;
  }
  const double first = gaussian(x, p, d);
  return first + gaussian(x, p + 3, d == nullptr ? nullptr : d + 3) + p[6] + p[7] * x;
}

double three_exponentials(double x, const double* p, double* d) {
  double sum = 0;
  for (int k = 0; k < 6; k += 2) {
    const double e = std::exp(-p[k + 1] * x);
    if (d != nullptr) {
      d[k] = e;
      d[k + 1] = -p[k] * x * e;
    }
    sum += p[k] * e;
  }
  return sum;
}

double michaelis_menten(double x, const double* p, double* d) {
  if (d != nullptr) {
    d[0] = x / (p[1] + x);
    d[1] = -p[0] * x / ((p[1] + x) * (p[1] + x));
  }
  return p[0] * x / (p[1] + x);
}

template <class Point>
Workload curve(std::string name, Point point, std::size_t m, double to,
               const std::vector<double>& truth, std::vector<double> start) {
  std::vector<double> x(m);
  for (std::size_t i = 0; i < m; ++i) {
    x[i] = to * (static_cast<double>(i) + 0.5) / static_cast<double>(m);
  }
  Workload workload;
  workload.name = std::move(name);
  workload.problems.push_back(
      {std::make_unique<Curve<Point>>(point, std::move(x), truth), std::move(start)});
  return workload;
}

Workload more_garbow_hillstrom() {
  Workload workload;
  workload.name = "mgh_53";
  mgh_case cases[53];
  const int count = mgh_cases(cases);
  for (int k = 0; k < count; ++k) {
    auto function = std::make_unique<test::MghFunction>(cases[k].prob, cases[k].m, cases[k].n);
    std::vector<double> start = function->start(cases[k].factor);
    workload.problems.push_back({std::move(function), std::move(start)});
  }
  return workload;
}

}  // namespace

std::vector<Workload> workloads() {
  const std::vector<double> peak = {3, 5, 0.8, 0.5};
  const std::vector<double> peaks = {3, 3.5, 0.6, 2, 6.5, 0.8, 0.5, 0.05};
  const std::vector<double> peaks_start = {2.4, 3.2, 0.8, 2.5, 6.9, 0.6, 0.4, 0};
  const std::vector<double> decays = {3, 0.3, 2, 1.5, 1, 6};
  std::vector<Workload> all;
  all.push_back(more_garbow_hillstrom());
  all.push_back(curve("michaelis_menten_n2_m12", michaelis_menten, 12, 8, {5, 2}, {1, 1}));
  all.push_back(curve("gaussian_n4_m64", gaussian_offset, 64, 10, peak, {2.3, 4.4, 1.1, 0.3}));
  all.push_back(curve("exp3_n6_m256", three_exponentials, 256, 10, decays, {2, 0.2, 2, 1, 2, 4}));
  for (const auto& [m, label] : {std::pair<std::size_t, const char*>{250, "250"},
                                 {1000, "1e3"},
                                 {10'000, "1e4"},
                                 {100'000, "1e5"}}) {
    all.push_back(curve(std::string("gauss2_n8_m") + label, two_gaussians_and_line, m, 10, peaks,
                        peaks_start));
  }
  return all;
}

}  // namespace fitd::bench
