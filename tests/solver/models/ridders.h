// Derivatives by extrapolated differences.
#ifndef FITD_TESTS_SOLVER_MODELS_RIDDERS_H_
#define FITD_TESTS_SOLVER_MODELS_RIDDERS_H_

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace fitd::models {

struct Difference {
  double value;
  double error;  // estimated
};

// Ridders' method (C. J. F. Ridders, Adv. Eng. Software 4 (1982) 75): central differences with
// falling steps, extrapolated to step 0; the entry of Neville's table that changed least.
template <class Function>
Difference ridders(const Function& f, double at, double first_step) {
  constexpr int kLevels = 18;
  constexpr double kRatio = 1.7;
  std::array<std::array<double, kLevels>, kLevels> table{};
  Difference best{std::nan(""), std::numeric_limits<double>::infinity()};
  double step = first_step;
  for (std::size_t k = 0; k < kLevels; ++k, step /= kRatio) {
    const double above = at + step;
    const double below = at - step;
    table[0][k] = (f(above) - f(below)) / (above - below);
    double factor = kRatio * kRatio;
    for (std::size_t order = 1; order <= k; ++order, factor *= kRatio * kRatio) {
      table[order][k] = (table[order - 1][k] * factor - table[order - 1][k - 1]) / (factor - 1);
      const double error = std::fmax(std::abs(table[order][k] - table[order - 1][k]),
                                     std::abs(table[order][k] - table[order - 1][k - 1]));
      if (error < best.error) best = {table[order][k], error};
    }
  }
  return best;
}

}  // namespace fitd::models

#endif  // FITD_TESTS_SOLVER_MODELS_RIDDERS_H_
