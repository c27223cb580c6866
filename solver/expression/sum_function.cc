#include "solver/expression/sum_function.h"

#include <algorithm>
#include <array>
#include <utility>

#include "solver/expression/add_column.h"

namespace fitd::expression {
namespace {

// In doubles, up to whole lines of a cache.
constexpr std::size_t aligned(std::size_t size) { return (size + 7) / 8 * 8; }

bool are_the_first(const std::vector<int>& places) {
  for (std::size_t k = 0; k < places.size(); ++k) {
    if (places[k] != static_cast<int>(k)) return false;
  }
  return true;
}

// What `call` does with a part's predictors, among the sum's.
template <class Call>
void with_predictors(models::Predictors x, const std::vector<int>& of_part, const Call& call) {
  if (are_the_first(of_part)) return call(x.first(of_part.size()));
  std::array<std::span<const double>, kMaxPredictors> columns;
  for (std::size_t k = 0; k < of_part.size(); ++k) {
    columns[k] = x[static_cast<std::size_t>(of_part[k])];
  }
  call(models::Predictors(columns.data(), of_part.size()));
}

bool adds_itself(const SumPart& part) { return part.kernel != nullptr && part.sign > 0; }

bool side_by_side(const std::vector<std::size_t>& columns) {
  for (std::size_t j = 1; j < columns.size(); ++j) {
    if (columns[j] != columns[0] + j) return false;
  }
  return true;
}

}  // namespace

SumFunction::SumFunction(std::vector<SumPart> parts, std::size_t columns)
    : parts_(std::move(parts)) {
  std::vector<bool> written(columns, false);
  std::size_t most_apart = 0;
  std::size_t most_arguments = 0;
  std::size_t own_scratch = 0;
  for (const SumPart& part : parts_) {
    Place& place = places_.emplace_back();
    place.scratch = own_scratch;
    own_scratch += aligned(part.function->scratch_doubles());
    place.in_place = !part.columns.empty() && side_by_side(part.columns);
    most_arguments = std::max(most_arguments, part.call.arguments.size());
    for (const std::size_t column : part.columns) {
      place.is_first.push_back(!written[column]);
      place.in_place = place.in_place && !written[column];
      written[column] = true;
    }
    if (!place.in_place) most_apart = std::max(most_apart, part.columns.size());
  }
  slopes_ = std::max(kMaxRows, aligned(most_arguments));
  const std::size_t before = slopes_ + most_apart * kMaxRows;
  for (Place& place : places_) place.scratch += before;
  scratch_doubles_ = before + own_scratch;
  for (std::size_t j = 0; j < columns; ++j) {
    if (!written[j]) zeros_.push_back(j);
  }
}

void SumFunction::begin(std::span<const double> p, double* scratch) const {
  for (std::size_t k = 0; k < parts_.size(); ++k) {
    const std::vector<CallArgument>& arguments = parts_[k].call.arguments;
    for (std::size_t j = 0; j < arguments.size(); ++j) {
      const CallArgument& argument = arguments[j];
      scratch[j] = argument.parameter < 0 ? argument.number
                                          : p[static_cast<std::size_t>(argument.parameter)];
    }
    parts_[k].function->begin({scratch, arguments.size()}, scratch + places_[k].scratch);
  }
}

void SumFunction::values(models::Predictors x, std::size_t first, std::size_t rows, double* f,
                         double* scratch) const {
  for (std::size_t k = 0; k < parts_.size(); ++k) {
    const SumPart& part = parts_[k];
    double* const values = k == 0 ? f : scratch;
    double* const own_scratch = scratch + places_[k].scratch;
    with_predictors(x, part.call.predictors, [&](models::Predictors own) {
      if (adds_itself(part))
        return part.kernel->add_values(own, first, rows, k > 0, f, own_scratch);
      part.function->values(own, first, rows, values, own_scratch);
      add_values(k, rows, values, f);
    });
  }
}

void SumFunction::derivatives(models::Predictors x, std::size_t first, std::size_t rows, double* f,
                              double* df, std::size_t stride, double* scratch) const {
  for (std::size_t k = 0; k < parts_.size(); ++k) {
    const SumPart& part = parts_[k];
    double* const values = k == 0 ? f : scratch;
    const bool in_place = places_[k].in_place;
    double* const slopes = in_place ? df + part.columns[0] * stride : scratch + slopes_;
    const std::size_t own_stride = in_place ? stride : kMaxRows;
    double* const own_scratch = scratch + places_[k].scratch;
    with_predictors(x, part.call.predictors, [&](models::Predictors own) {
      if (adds_itself(part)) {
        return part.kernel->add_derivatives(own, first, rows, k > 0, f, slopes, own_stride,
                                            own_scratch);
      }
      part.function->derivatives(own, first, rows, values, slopes, own_stride, own_scratch);
      add_values(k, rows, values, f);
    });
    if (!in_place || part.sign < 0) add_slopes(k, rows, df, stride, slopes);
  }
  for (const std::size_t column : zeros_) std::fill_n(df + column * stride, rows, 0.0);
}

// `values`: the part's, in f itself those of the first.
void SumFunction::add_values(std::size_t k, std::size_t rows, const double* values,
                             double* f) const {
  if (k > 0) {
    add_column(values, parts_[k].sign, rows, f);
  } else if (parts_[k].sign < 0) {
    set_column(f, parts_[k].sign, rows, f);
  }
}

// From where the part left them to the sum's columns.
void SumFunction::add_slopes(std::size_t k, std::size_t rows, double* df, std::size_t stride,
                             const double* slopes) const {
  const SumPart& part = parts_[k];
  const Place& place = places_[k];
  for (std::size_t j = 0; j < part.columns.size(); ++j) {
    double* const to = df + part.columns[j] * stride;
    const double* const from = place.in_place ? to : slopes + j * kMaxRows;
    if (place.is_first[j]) {
      set_column(from, part.sign, rows, to);
    } else {
      add_column(from, part.sign, rows, to);
    }
  }
}

}  // namespace fitd::expression
