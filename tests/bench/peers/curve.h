// A curve and data as every peer meets them: hand-written point formulas with exact derivatives,
// called through one virtual call for each evaluation of all points.
#ifndef FITD_TESTS_BENCH_PEERS_CURVE_H_
#define FITD_TESTS_BENCH_PEERS_CURVE_H_

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace fitd::bench {

// r_i(p) = f(x_i; p) - y_i. Immutable but for the data it points at, which the owner keeps.
class PeerCurve {
 public:
  virtual ~PeerCurve() = default;

  int num_points() const { return static_cast<int>(y_.size()); }
  virtual int num_parameters() const = 0;

  // m residuals at p.
  virtual void residuals(const double* p, double* r) const = 0;
  // dr_i/dp_k at p into j[i * row + k * column].
  virtual void jacobian(const double* p, double* j, std::size_t row, std::size_t column) const = 0;

  void set_y(std::span<const double> y) { y_ = y; }

 protected:
  std::span<const double> y_;
};

// `Formula`: static constexpr int kPredictors, kParameters; static double at(x, p, d), which fills
// the derivatives where d is not null.
template <class Formula>
class FormulaCurve final : public PeerCurve {
 public:
  explicit FormulaCurve(const std::vector<std::vector<double>>& predictors) {
    for (std::size_t k = 0; k < Formula::kPredictors; ++k) x_[k] = predictors[k].data();
  }

  int num_parameters() const override { return Formula::kParameters; }

  void residuals(const double* p, double* r) const override {
    for (std::size_t i = 0; i < y_.size(); ++i) {
      r[i] = Formula::at(point(i), p, static_cast<double*>(nullptr)) - y_[i];
    }
  }

  void jacobian(const double* p, double* j, std::size_t row, std::size_t column) const override {
    double d[Formula::kParameters];
    for (std::size_t i = 0; i < y_.size(); ++i) {
      Formula::at(point(i), p, d);
      for (std::size_t k = 0; k < Formula::kParameters; ++k) j[i * row + k * column] = d[k];
    }
  }

 private:
  using Point = std::array<double, Formula::kPredictors>;

  Point point(std::size_t i) const {
    Point at;
    for (std::size_t k = 0; k < at.size(); ++k) at[k] = x_[k][i];
    return at;
  }

  std::array<const double*, Formula::kPredictors> x_;
};

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_PEERS_CURVE_H_
