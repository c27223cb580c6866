// Points and parameters to try a model on, made from its example.
#ifndef FITD_TESTS_SOLVER_MODELS_MODEL_SAMPLES_H_
#define FITD_TESTS_SOLVER_MODELS_MODEL_SAMPLES_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "solver/models/catalogue.h"

namespace fitd::models {

// The catalogue, made once.
const Catalogue& catalogue();

// Columns of values, one per predictor, and spans over them as models take them.
struct Grid {
  std::vector<std::vector<double>> columns;

  std::size_t size() const { return columns.front().size(); }
  std::vector<std::span<const double>> spans() const { return {columns.begin(), columns.end()}; }
};

// Evenly spaced points over the example's ranges, ends included: `count` for one predictor, about
// as many on a square grid for two.
Grid example_grid(const Model& model, std::size_t count);

// Uniform in [-1, 1), the same on every platform.
double uniform(std::mt19937_64& random);

// The example's parameters, each changed by up to `spread` of itself, inside the natural bounds;
// model constants stay.
std::vector<double> parameters_near_example(const Model& model, double spread,
                                            std::mt19937_64& random);

std::vector<double> values_of(const Model& model, const Grid& grid, const std::vector<double>& p);

struct ValuesAndDerivatives {
  std::vector<double> f;
  std::vector<double> df;  // m x n, row-major
};
ValuesAndDerivatives derivatives_of(const Model& model, const Grid& grid,
                                    const std::vector<double>& p);

// Tests of every model, one test case per group of the catalogue.
class EveryModel : public testing::TestWithParam<std::string> {
 protected:
  static void check(const std::string& group, void (*expectations)(const Model&));
  void check(void (*expectations)(const Model&)) const { check(GetParam(), expectations); }
};

std::vector<std::string> all_groups();
struct GroupName {
  std::string operator()(const testing::TestParamInfo<std::string>& info) const {
    return info.param;
  }
};

}  // namespace fitd::models

#endif  // FITD_TESTS_SOLVER_MODELS_MODEL_SAMPLES_H_
