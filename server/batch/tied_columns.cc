#include "server/batch/tied_columns.h"

#include <cmath>
#include <cstddef>
#include <limits>

#include "server/convert_tied.h"

namespace fitd::server {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// The outcome of one data set, over the untied parameters.
struct Row {
  std::span<const double> parameters;
  std::span<const double> standard_errors;
  std::span<const double> covariance;  // n x n
};

// Its free parameters that vary: those at a bound have no standard error.
std::vector<int> varying(const BatchPlan& plan, const Row& row) {
  std::vector<int> places;
  for (std::size_t k = 0; k < plan.fixed.size(); ++k) {
    if (plan.fixed[k]) continue;
    places.push_back(std::isnan(row.standard_errors[k]) ? -1 : static_cast<int>(k));
  }
  return places;
}

void set_row(const BatchPlan& plan, const Row& row, std::span<double> parameters,
             std::span<double> standard_errors) {
  const expression::Ties& ties = *plan.ties;
  const std::vector<double> values = ties.values(row.parameters);
  const std::vector<int> free = varying(plan, row);
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    const int parameter = static_cast<int>(j);
    parameters[j] = values[j];
    standard_errors[j] =
        ties.is_tied(parameter)
            ? tied_error(ties, parameter, row.parameters, free, row.covariance).value_or(kNone)
            : row.standard_errors[static_cast<std::size_t>(ties.untied_place(parameter))];
  }
}

}  // namespace

std::span<const double> keep_untied(const BatchPlan& plan, std::int64_t count,
                                    std::span<double> rows) {
  const auto width = static_cast<std::size_t>(plan.num_parameters());
  std::size_t to = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    for (const int j : plan.ties->untied()) {
      rows[to++] = rows[i * width + static_cast<std::size_t>(j)];
    }
  }
  return rows.first(to);
}

TiedColumns all_columns(const BatchPlan& plan, const curve::BatchOutcome& outcome) {
  const std::size_t count = outcome.termination.size();
  const auto width = static_cast<std::size_t>(plan.num_parameters());
  const std::size_t untied = plan.fixed.size();
  const auto n = static_cast<std::size_t>(plan.num_free());
  TiedColumns all{std::vector<double>(count * width), std::vector<double>(count * width)};
  for (std::size_t i = 0; i < count; ++i) {
    const Row row = {std::span(outcome.parameters).subspan(i * untied, untied),
                     std::span(outcome.standard_errors).subspan(i * untied, untied),
                     std::span(outcome.covariance).subspan(i * n * n, n * n)};
    set_row(plan, row, std::span(all.parameters).subspan(i * width, width),
            std::span(all.standard_errors).subspan(i * width, width));
  }
  return all;
}

}  // namespace fitd::server
