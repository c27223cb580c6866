// The models polynomial_3 .. polynomial_7: c0 + c1*x + ... by Horner's rule.
#ifndef FITD_SOLVER_MODELS_BACKGROUNDS_POLYNOMIAL_H_
#define FITD_SOLVER_MODELS_BACKGROUNDS_POLYNOMIAL_H_

#include <string>
#include <vector>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {

template <int kDegree>
struct Polynomial {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = kDegree + 1;

  static ModelInfo info() {
    const std::string degree = std::to_string(kDegree);
    ModelInfo info{
        .name = "polynomial_" + degree,
        .description = "Polynomial of degree " + degree + ".",
        .formula = "c0",
        .parameters = {{"c0", "value at x = 0, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .example = {.parameters = {1}, .ranges = {{-2, 2}}},
    };
    for (int k = 1; k <= kDegree; ++k) {
      const std::string power = k == 1 ? "x" : "x^" + std::to_string(k);
      const std::string name = "c" + std::to_string(k);
      info.formula += " + " + name + "*" + power;
      info.parameters.push_back({name, "coefficient of " + power, Role::kRate});
      info.example.parameters.push_back((k % 2 == 0 ? 1.5 : -0.8) / k);
    }
    return info;
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    T sum = p[kDegree];
    for (std::size_t k = kDegree; k-- > 0;) sum = sum * at[0] + p[k];
    return sum;
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return estimate_polynomial(x[0], y, kDegree);
  }
};

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_BACKGROUNDS_POLYNOMIAL_H_
