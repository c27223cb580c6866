// Models for tests of the curve layer, without the catalogue.
#ifndef FITD_TESTS_SOLVER_CURVE_TEST_MODEL_H_
#define FITD_TESTS_SOLVER_CURVE_TEST_MODEL_H_

#include <cmath>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "solver/models/model.h"

namespace fitd::test {

// f(x; p) and, unless d is null, its derivatives by all parameters. Counts the points it is asked.
class PointModel final : public models::Model {
 public:
  using Point = std::function<double(double x, std::span<const double> p, double* d)>;

  PointModel(int parameters, Point point) : Model(info_of(parameters)), point_(std::move(point)) {}

  void values(models::Predictors x, std::size_t first, std::span<const double> p,
              std::span<double> f) const override {
    longest_block = std::max(longest_block, f.size());
    points += f.size();
    if (on_block) on_block();
    for (std::size_t i = 0; i < f.size(); ++i) f[i] = point_(x[0][first + i], p, nullptr);
  }

  void derivatives(models::Predictors x, std::size_t first, std::span<const double> p,
                   std::span<double> f, std::span<double> df) const override {
    longest_block = std::max(longest_block, f.size());
    derivative_points += f.size();
    if (on_derivative_block) on_derivative_block();
    for (std::size_t i = 0; i < f.size(); ++i) {
      f[i] = point_(x[0][first + i], p, &df[i * p.size()]);
    }
  }

  bool can_guess() const override { return false; }
  std::vector<double> guess(models::Predictors, std::span<const double>) const override {
    return {};
  }

  mutable std::size_t points = 0;
  mutable std::size_t derivative_points = 0;
  mutable std::size_t longest_block = 0;
  std::function<void()> on_block;
  std::function<void()> on_derivative_block;

 private:
  static models::ModelInfo info_of(int parameters) {
    models::ModelInfo info;
    info.name = "test";
    info.predictors = {{"x", "abscissa"}};
    for (int j = 0; j < parameters; ++j) {
      info.parameters.push_back({"p" + std::to_string(j), "", models::Role::kShape});
    }
    return info;
  }

  Point point_;
};

// p0 exp(-p1 x) + p2.
inline PointModel decay_model() {
  return PointModel(3, [](double x, std::span<const double> p, double* d) {
    const double e = std::exp(-p[1] * x);
    if (d != nullptr) {
      d[0] = e;
      d[1] = -p[0] * x * e;
      d[2] = 1;
    }
    return p[0] * e + p[2];
  });
}

// p0 + p1 x.
inline PointModel line_model() {
  return PointModel(2, [](double x, std::span<const double> p, double* d) {
    if (d != nullptr) {
      d[0] = 1;
      d[1] = x;
    }
    return p[0] + p[1] * x;
  });
}

// m points of a decay with a ripple for noise, and standard deviations that vary.
struct DecayData {
  explicit DecayData(std::size_t m) : x(m), y(m), sigma(m) {
    for (std::size_t i = 0; i < m; ++i) {
      const double t = static_cast<double>(i);
      x[i] = 6 * t / static_cast<double>(m);
      y[i] = 3 * std::exp(-0.7 * x[i]) + 0.5 + 0.05 * std::sin(40 * t);
      sigma[i] = 0.05 * (1 + 0.5 * std::cos(t));
    }
  }

  curve::CurveData unweighted() const { return {.predictors = {x}, .y = y, .sigma = {}}; }
  curve::CurveData weighted() const { return {.predictors = {x}, .y = y, .sigma = sigma}; }

  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> sigma;
};

// A fit of all of `start` by leastsq's defaults, in reference arithmetic.
inline curve::CurveFit fit_of(const models::Model& model, const curve::CurveData& data,
                              std::vector<double> start) {
  curve::CurveFit fit;
  fit.model = &model;
  fit.data = data;
  fit.arithmetic = curve::Arithmetic::kReference;
  fit.fixed.assign(start.size(), false);
  fit.options.maxfev = lm::default_maxfev_analytic(static_cast<int>(start.size()));
  fit.start = std::move(start);
  return fit;
}

}  // namespace fitd::test

#endif  // FITD_TESTS_SOLVER_CURVE_TEST_MODEL_H_
