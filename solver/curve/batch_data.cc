#include "solver/curve/batch_data.h"

#include <algorithm>
#include <cmath>

namespace fitd::curve {
namespace {

using Source = BatchFault::Source;

template <class IsBad>
BatchFault first_bad(std::span<const double> values, Source source, int column,
                     const IsBad& is_bad) {
  const auto bad = std::find_if(values.begin(), values.end(), is_bad);
  if (bad == values.end()) return {};
  return {.source = source, .column = column, .row = bad - values.begin(), .value = *bad};
}

bool not_finite(double v) { return !std::isfinite(v); }
bool no_count(double v) { return !(v >= 0) || !std::isfinite(v); }
bool not_positive(double v) { return !(v > 0) || !std::isfinite(v); }

}  // namespace

std::span<const double> y_of(const BatchFit& fit, std::int64_t index, std::span<double> room) {
  const auto m = static_cast<std::size_t>(fit.m);
  const std::size_t offset = static_cast<std::size_t>(index) * m;
  if (const auto* y = std::get_if<std::span<const double>>(&fit.y)) return y->subspan(offset, m);
  const auto row = std::get<std::span<const float>>(fit.y).subspan(offset, m);
  std::copy(row.begin(), row.end(), room.begin());
  return room.first(m);
}

BatchFault fault_in_data(const BatchFit& fit, std::int64_t index, std::span<const double> y) {
  for (std::size_t k = 0; k < fit.predictors.size(); ++k) {
    if (fit.predictors[k].shared) continue;
    const auto x = row_of(fit.predictors[k], index, fit.m);
    const BatchFault fault = first_bad(x, Source::kPredictor, static_cast<int>(k), not_finite);
    if (fault.source != Source::kNone) return fault;
  }
  const BatchFault fault =
      first_bad(y, Source::kY, 0, is_poisson(fit.loss) ? no_count : not_finite);
  if (fault.source != Source::kNone || fit.sigma.shared) return fault;
  return first_bad(row_of(fit.sigma, index, fit.m), Source::kSigma, 0, not_positive);
}

BatchFault starting_values(const BatchFit& fit, std::int64_t index, std::span<const double> y,
                           std::span<double> start) {
  const auto given = row_of(fit.start, index, static_cast<std::int64_t>(start.size()));
  std::vector<double> guess;
  if (std::find(fit.guessed.begin(), fit.guessed.end(), true) != fit.guessed.end()) {
    std::vector<std::span<const double>> x;
    for (const BatchRows& rows : fit.predictors) x.push_back(row_of(rows, index, fit.m));
    guess = fit.model->guess(x, y);
  }
  for (std::size_t j = 0; j < start.size(); ++j) {
    start[j] = lm::within(fit.bounds, j, fit.guessed[j] ? guess[j] : given[j]);
  }
  return first_bad(start, Source::kStart, 0, not_finite);
}

}  // namespace fitd::curve
