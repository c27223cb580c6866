// The catalogue's values against definitions written independently, in Python (tests/data/models).
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/solver/models/model_samples.h"

namespace fitd::models {
namespace {

struct Golden {
  std::string name;
  std::vector<double> p;
  Grid point;
  double value;
};

std::vector<double> read_numbers(std::istringstream& words) {
  std::size_t count = 0;
  words >> count;
  std::vector<double> numbers(count);
  for (double& number : numbers) words >> number;
  return numbers;
}

std::vector<Golden> golden_values() {
  std::ifstream file(FITD_TEST_DATA "/models/values.txt");
  std::vector<Golden> all;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    Golden golden;
    words >> golden.name;
    golden.p = read_numbers(words);
    for (const double x : read_numbers(words)) golden.point.columns.push_back({x});
    words >> golden.value;
    EXPECT_FALSE(words.fail()) << line;
    all.push_back(golden);
  }
  return all;
}

// The reference forms cancel where ours do not, by up to some 1e-14 of the curve's largest value.
TEST(GoldenValues, AgreeWithIndependentDefinitions) {
  const std::vector<Golden> all = golden_values();
  std::map<std::string, double> largest;
  for (const Golden& golden : all) {
    double& scale = largest[golden.name];
    scale = std::fmax(scale, std::abs(golden.value));
  }
  EXPECT_GE(largest.size(), 70u);
  for (const Golden& golden : all) {
    const Model* model = catalogue().find(golden.name);
    ASSERT_NE(model, nullptr) << golden.name;
    ASSERT_EQ(model->info().parameters.size(), golden.p.size()) << golden.name;
    const double value = values_of(*model, golden.point, golden.p)[0];
    const double tolerance = 1e-12 * std::abs(golden.value) + 2e-14 * largest[golden.name];
    EXPECT_NEAR(value, golden.value, tolerance)
        << golden.name << " at " << golden.point.columns[0][0];
  }
}

}  // namespace
}  // namespace fitd::models
