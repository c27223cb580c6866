// The models fourier_1 .. fourier_4: a0 + a1*cos(w*x) + b1*sin(w*x) + a2*cos(2*w*x) + ...
#ifndef FITD_SOLVER_MODELS_OSCILLATION_FOURIER_H_
#define FITD_SOLVER_MODELS_OSCILLATION_FOURIER_H_

#include <string>
#include <vector>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {

template <int kTerms>
struct Fourier {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2 * kTerms + 2;

  static ModelInfo info() {
    const std::string terms = std::to_string(kTerms);
    ModelInfo info{
        .name = "fourier_" + terms,
        .description = "Fourier series of " + terms + (kTerms == 1 ? " term." : " terms."),
        .formula = "a0",
        .parameters = {{"a0", "mean, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"fourier" + terms},
        .example = {.parameters = {1}, .ranges = {{0, 10}}},
    };
    for (int k = 1; k <= kTerms; ++k) {
      const std::string a = "a" + std::to_string(k);
      const std::string b = "b" + std::to_string(k);
      const std::string turn = (k == 1 ? "" : std::to_string(k) + "*") + std::string("w*x");
      info.formula += " + " + a + "*cos(" + turn + ") + " + b + "*sin(" + turn + ")";
      info.parameters.push_back({a, "coefficient of cos(" + turn + "), in y", Role::kHeight});
      info.parameters.push_back({b, "coefficient of sin(" + turn + "), in y", Role::kHeight});
      info.example.parameters.push_back(2.0 / k);
      info.example.parameters.push_back(-0.7 / k);
    }
    info.parameters.push_back({"w", "angular frequency of the first term, in 1/x", Role::kRate});
    info.example.parameters.push_back(1.9);
    return info;
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const T turn = p[kParameters - 1] * at[0];
    T sum = p[0];
    for (std::size_t k = 1; k <= kTerms; ++k) {
      const double factor = static_cast<double>(k);
      sum = sum + p[2 * k - 1] * cos(factor * turn) + p[2 * k] * sin(factor * turn);
    }
    return sum;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    std::vector<Derived> all = {
        {"period", "length of a cycle of the first term, in x", 2 * kPi / p[kParameters - 1]}};
    for (std::size_t k = 1; k <= kTerms; ++k) {
      const std::string term = std::to_string(k);
      all.push_back({"amplitude_" + term, "amplitude of term " + term + ", in y",
                     sqrt(p[2 * k - 1] * p[2 * k - 1] + p[2 * k] * p[2 * k])});
    }
    return all;
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = 1;
      for (int k = 1; k <= kTerms; ++k) {
        phi[2 * k - 1] = std::cos(k * s[0] * u);
        phi[2 * k] = std::sin(k * s[0] * u);
      }
    };
    // The strongest wave may be any of the terms.
    const double strongest = estimate_sine(x[0], y).frequency;
    std::vector<Candidate> candidates;
    for (int k = 1; k <= kTerms; ++k) candidates.push_back({strongest / k});
    const Projection best =
        project(points, 2 * kTerms + 1, basis, candidates, {0.5 / points.span()});
    std::vector<double> p = best.c;
    p.push_back(best.s[0]);
    return p;
  }
};

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_OSCILLATION_FOURIER_H_
