// How a model's parameters change with the units of its data.
#ifndef FITD_TESTS_SOLVER_MODELS_SCALING_EXPONENTS_H_
#define FITD_TESTS_SOLVER_MODELS_SCALING_EXPONENTS_H_

#include <optional>
#include <vector>

#include "solver/models/model.h"

namespace fitd::models {

// A parameter's unit is x^by_x * y^by_y.
struct Exponents {
  int by_x;
  int by_y;
};

// Exponents for which f(a x; p_j a^by_x b^by_y) = b f(x; p), found by trying those that go with
// each parameter's role; none where no choice does it (logarithms of x, built-in constants).
std::optional<std::vector<Exponents>> scaling_exponents(const Model& model);

// p_j a^by_x b^by_y.
std::vector<double> scaled_parameters(const std::vector<double>& p,
                                      const std::vector<Exponents>& exponents, double a, double b);

}  // namespace fitd::models

#endif  // FITD_TESTS_SOLVER_MODELS_SCALING_EXPONENTS_H_
