#include "solver/expression/kernel_function.h"

#include <algorithm>
#include <array>

namespace fitd::expression {
namespace {

std::array<const double*, kMaxKernelPredictors> columns_from(models::Predictors x,
                                                             std::size_t first) {
  std::array<const double*, kMaxKernelPredictors> columns{};
  for (std::size_t k = 0; k < x.size(); ++k) columns[k] = x[k].data() + first;
  return columns;
}

}  // namespace

void KernelFunction::begin(std::span<const double> p, double* scratch) const {
  kernel_.begin(p.data(), scratch + kMaxRows);
}

void KernelFunction::values(models::Predictors x, std::size_t first, std::size_t rows, double* f,
                            double* scratch) const {
  add_values(x, first, rows, false, f, scratch);
}

void KernelFunction::derivatives(models::Predictors x, std::size_t first, std::size_t rows,
                                 double* f, double* df, std::size_t stride, double* scratch) const {
  add_derivatives(x, first, rows, false, f, df, stride, scratch);
}

void KernelFunction::add_values(models::Predictors x, std::size_t first, std::size_t rows,
                                bool adds, double* f, double* scratch) const {
  kernel_.values(columns_from(x, first).data(), scratch + kMaxRows, rows, adds ? f : nullptr, f);
}

void KernelFunction::add_derivatives(models::Predictors x, std::size_t first, std::size_t rows,
                                     bool adds, double* f, double* df, std::size_t stride,
                                     double* scratch) const {
  std::array<double*, kMaxKernelParameters> columns;
  std::fill_n(columns.begin(), kernel_.parameters, scratch);
  for (std::size_t k = 0; k < free_.size(); ++k) {
    columns[static_cast<std::size_t>(free_[k])] = df + k * stride;
  }
  kernel_.derivatives(columns_from(x, first).data(), scratch + kMaxRows, rows, adds ? f : nullptr,
                      f, columns.data());
}

}  // namespace fitd::expression
