// Reading the reference data.
#ifndef FITD_TESTS_SUPPORT_JSON_H_
#define FITD_TESTS_SUPPORT_JSON_H_

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace fitd::test {

using Json = nlohmann::json;

// A file below tests/data.
inline Json read_json(const std::string& path) {
  std::ifstream file(std::string(FITD_TEST_DATA) + "/" + path);
  if (!file) throw std::runtime_error("no test data at " + path);
  return Json::parse(file);
}

// A number; the data write those that are not finite as strings.
inline double number(const Json& j) {
  if (j.is_number()) return j.get<double>();
  const std::string text = j.get<std::string>();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  throw std::runtime_error("not a number: " + text);
}

inline std::vector<double> numbers(const Json& j) {
  std::vector<double> values;
  for (const Json& entry : j) values.push_back(number(entry));
  return values;
}

}  // namespace fitd::test

#endif  // FITD_TESTS_SUPPORT_JSON_H_
