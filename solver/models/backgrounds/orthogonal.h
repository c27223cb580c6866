// The models chebyshev_2 .. chebyshev_6 and legendre_2 .. legendre_6.
#ifndef FITD_SOLVER_MODELS_BACKGROUNDS_ORTHOGONAL_H_
#define FITD_SOLVER_MODELS_BACKGROUNDS_ORTHOGONAL_H_

#include <string>
#include <vector>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {

enum class Family { kChebyshev, kLegendre };

// sum_k c_k P_k(u), u from -1 to 1 as x runs from the constant `lower` to `upper`.
template <Family kFamily, int kDegree>
struct OrthogonalSeries {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = kDegree + 3;

  static ModelInfo info() {
    const bool chebyshev = kFamily == Family::kChebyshev;
    const std::string degree = std::to_string(kDegree);
    const std::string symbol = chebyshev ? "T" : "P";
    const std::string name = chebyshev ? "chebyshev" : "legendre";
    ModelInfo info{
        .name = name + "_" + degree,
        .description = std::string(chebyshev ? "Chebyshev" : "Legendre") +
                       " polynomials up to degree " + degree + ".",
        .formula = "c0",
        .parameters = {{"c0", "coefficient of " + symbol + "0, in y", Role::kHeight}},
        .predictors = {{"x", "abscissa"}},
        .example = {.parameters = {1}, .ranges = {{-1, 1}}},
    };
    for (int k = 1; k <= kDegree; ++k) {
      const std::string coefficient = "c" + std::to_string(k);
      const std::string function = symbol + std::to_string(k);
      info.formula += " + " + coefficient + "*" + function + "(u)";
      info.parameters.push_back(
          {coefficient, "coefficient of " + function + ", in y", Role::kHeight});
      info.example.parameters.push_back((k % 2 == 0 ? 1.5 : -0.8) / k);
    }
    info.formula += ", u = (2*x - lower - upper)/(upper - lower)";
    if (kDegree == 2)
      info.formula +=
          ", " + symbol + std::string(chebyshev ? "2(u) = 2*u^2 - 1" : "2(u) = (3*u^2 - 1)/2");
    info.parameters.push_back(
        {"lower", "x where u = -1", Role::kLocation, -kInfinity, kInfinity, -1});
    info.parameters.push_back(
        {"upper", "x where u = 1", Role::kLocation, -kInfinity, kInfinity, 1});
    info.example.parameters.insert(info.example.parameters.end(), {-1, 1});
    return info;
  }

  // By the recurrences of DLMF 18.9.
  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const T& lower = p[kDegree + 1];
    const T& upper = p[kDegree + 2];
    const T u = (2.0 * at[0] - lower - upper) / (upper - lower);
    T before = 1.0;
    T function = u;
    T sum = p[0] + p[1] * u;
    for (std::size_t k = 2; k <= kDegree; ++k) {
      const double n = static_cast<double>(k);
      const double rise = kFamily == Family::kChebyshev ? 2.0 : (2 * n - 1) / n;
      const double fall = kFamily == Family::kChebyshev ? 1.0 : (n - 1) / n;
      const T next = rise * (u * function) - fall * before;
      before = function;
      function = next;
      sum = sum + p[k] * function;
    }
    return sum;
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    std::vector<std::vector<double>> columns(kDegree + 1, std::vector<double>(points.size()));
    for (std::size_t k = 0; k <= kDegree; ++k) {
      std::array<double, kParameters> unit{};
      unit[k] = 1;
      unit[kDegree + 1] = -1;
      unit[kDegree + 2] = 1;
      for (std::size_t i = 0; i < points.size(); ++i) {
        columns[k][i] = value<double, double>({points.x[i]}, unit);
      }
    }
    std::vector<double> c = linear_fit(columns, points.y);
    c.insert(c.end(), {-1, 1});
    return c;
  }
};

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_BACKGROUNDS_ORTHOGONAL_H_
