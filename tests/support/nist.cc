#include "tests/support/nist.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/json.h"

namespace fitd::test {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Lines first .. last of a file, counted from 1, as rows of numbers.
std::vector<std::vector<double>> read_rows(const std::string& path, int first, int last) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("no NIST data at " + path);
  std::vector<std::vector<double>> rows;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (number < first || number > last) continue;
    std::istringstream text(line);
    std::vector<double>& row = rows.emplace_back();
    for (std::string entry; text >> entry;) row.push_back(std::stod(entry));
  }
  return rows;
}

void read_data(const Json& entry, NistSet& set) {
  const std::string path =
      std::string(FITD_TEST_DATA) + "/nist/" + entry["file"].get<std::string>();
  const auto rows = read_rows(path, entry["data_lines"][0], entry["data_lines"][1]);
  const std::size_t columns = entry["columns"].size();
  set.x.resize(columns - 1);
  for (const std::vector<double>& row : rows) {
    if (row.size() != columns) throw std::runtime_error("a short row in " + path);
    set.y.push_back(entry["response_transform"] == "log" ? std::log(row[0]) : row[0]);
    for (std::size_t k = 1; k < columns; ++k) set.x[k - 1].push_back(row[k]);
  }
  if (set.y.size() != entry["nobs"].get<std::size_t>()) {
    throw std::runtime_error("rows missing in " + path);
  }
}

}  // namespace

std::vector<NistSet> nist_sets() {
  std::vector<NistSet> sets;
  const Json index = read_json("nist/index.json");
  for (const Json& entry : index["datasets"]) {
    NistSet& set = sets.emplace_back();
    set.name = entry["name"];
    set.model = "nist_" + lower_case(set.name);
    set.level = entry["level"];
    set.parameters = entry["parameters"].get<std::vector<std::string>>();
    set.predictors = entry["predictors"].get<std::vector<std::string>>();
    set.starts[0] = numbers(entry["start1"]);
    set.starts[1] = numbers(entry["start2"]);
    set.certified = numbers(entry["certified"]);
    for (const Json& digits : entry["refined"]["parameters_double_data"]) {
      set.optimum.push_back(std::stod(digits.get<std::string>()));
    }
    set.optimum_rss = std::stod(entry["refined"]["rss_double_data"].get<std::string>());
    set.certified_sd = numbers(entry["certified_sd"]);
    set.certified_rss = number(entry["rss"]);
    set.certified_residual_sd = number(entry["residual_sd"]);
    read_data(entry, set);
  }
  return sets;
}

double agreeing_digits(const std::vector<double>& ours, const std::vector<double>& certified,
                       double cap) {
  double digits = ours.size() == certified.size() ? cap : 0;
  for (std::size_t k = 0; k < ours.size() && k < certified.size(); ++k) {
    const double error = std::fabs(ours[k] - certified[k]) / std::fabs(certified[k]);
    digits = std::isnan(error) ? 0 : std::min(digits, -std::log10(error));
  }
  return std::max(digits, 0.0);
}

}  // namespace fitd::test
