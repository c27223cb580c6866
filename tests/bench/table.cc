#include "tests/bench/table.h"

#include <cstdarg>
#include <cstdio>

#include "nlohmann/json.hpp"

namespace fitd::bench {
namespace {

std::string text(const char* format, ...) __attribute__((format(printf, 1, 2)));
std::string text(const char* format, ...) {
  char buffer[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  return buffer;
}

std::string seconds(double value) {
  if (value < 1e-3) return text("%.2f us", 1e6 * value);
  if (value < 1) return text("%.2f ms", 1e3 * value);
  return text("%.2f s", value);
}

double mebibytes(std::int64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

}  // namespace

std::string to_markdown(const std::vector<TableRow>& rows) {
  std::string table =
      "| workload | solver | time a fit | fits/s | ratio to cminpack | right | cminpack's "
      "| memory beside the data |\n|---|---|---:|---:|---:|---:|---:|---:|\n";
  for (const TableRow& row : rows) {
    table += text("| %s | %s | %s | %.4g | %.2f | %.4f | %.4f | %.1f MiB (data %.1f) |\n",
                  row.workload.c_str(), row.solver.c_str(), seconds(row.seconds_per_fit).c_str(),
                  1 / row.seconds_per_fit, row.ratio, row.right, row.right_of_first,
                  mebibytes(row.added_bytes), mebibytes(row.data_bytes));
  }
  return table;
}

std::string to_json(const std::vector<TableRow>& rows) {
  nlohmann::json all = nlohmann::json::array();
  for (const TableRow& row : rows) {
    all.push_back({{"workload", row.workload},
                   {"solver", row.solver},
                   {"fits", row.fits},
                   {"seconds_per_fit", row.seconds_per_fit},
                   {"ratio", row.ratio},
                   {"right", row.right},
                   {"right_of_first", row.right_of_first},
                   {"added_bytes", row.added_bytes},
                   {"data_bytes", row.data_bytes}});
  }
  return all.dump(2) + "\n";
}

}  // namespace fitd::bench
