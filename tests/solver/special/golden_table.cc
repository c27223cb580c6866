#include "tests/solver/special/golden_table.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>

namespace fitd::special {

std::vector<std::vector<double>> golden_table(const std::string& name) {
  std::ifstream file(FITD_TEST_DATA "/special/" + name);
  std::vector<std::vector<double>> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::vector<double> row;
    for (std::string word; words >> word;) row.push_back(std::strtod(word.c_str(), nullptr));
    rows.push_back(row);
  }
  return rows;
}

double relative_error(double actual, double expected) {
  if (actual == expected) return 0;
  const double error = std::abs(actual - expected) /
                       std::fmax(std::abs(expected), std::numeric_limits<double>::min());
  return std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
}

}  // namespace fitd::special
