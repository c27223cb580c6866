#include "solver/curve/curve_function.h"

#include <algorithm>
#include <cassert>

#include "solver/curve/whitening.h"

namespace fitd::curve {
namespace {

// What a point of a model costs, in multiplications: for the pace of polling.
constexpr std::int64_t kOperationsPerPoint = 64;

}  // namespace

CurveFunction::CurveFunction(const models::Model& model, const CurveData& data,
                             std::span<const double> start, const std::vector<bool>& fixed)
    : model_(model),
      data_(data),
      parameters_(start.begin(), start.end()),
      block_rows_(std::min(block_rows(model.num_parameters()), data.y.size())),
      block_f_(block_rows_),
      block_df_(block_rows_ * start.size()) {
  assert(std::ssize(start) == model.num_parameters() && fixed.size() == start.size());
  assert(std::ssize(data.predictors) == model.num_predictors());
  for (std::size_t j = 0; j < fixed.size(); ++j) {
    if (!fixed[j]) free_.push_back(static_cast<int>(j));
  }
}

std::size_t CurveFunction::block_rows(int num_parameters) {
  constexpr std::size_t kBlockDoubles = 2048;  // 16 KiB, half of a first-level cache
  const auto width = static_cast<std::size_t>(num_parameters) + 1;
  return std::clamp<std::size_t>(kBlockDoubles / width, 16, 512);
}

std::vector<double> CurveFunction::free_entries(std::span<const double> parameters) const {
  std::vector<double> entries;
  for (const int j : free_) entries.push_back(parameters[static_cast<std::size_t>(j)]);
  return entries;
}

std::span<const double> CurveFunction::all_parameters(std::span<const double> x) {
  for (std::size_t k = 0; k < free_.size(); ++k) {
    parameters_[static_cast<std::size_t>(free_[k])] = x[k];
  }
  return parameters_;
}

template <class Step>
lm::EvaluationStatus CurveFunction::for_each_block(const lm::Interrupt& interrupt,
                                                   const Step& step) {
  lm::PacedPoll poll(interrupt);
  const std::size_t m = data_.y.size();
  for (std::size_t first = 0; first < m; first += block_rows_) {
    const std::size_t rows = std::min(block_rows_, m - first);
    if (poll.interrupted_after(kOperationsPerPoint * static_cast<std::int64_t>(rows))) {
      return lm::EvaluationStatus::kInterrupted;
    }
    step(first, rows);
  }
  return lm::EvaluationStatus::kOk;
}

lm::EvaluationStatus CurveFunction::values(std::span<const double> x, std::span<double> f,
                                           const lm::Interrupt& interrupt) {
  const std::span<const double> p = all_parameters(x);
  return for_each_block(interrupt, [&](std::size_t first, std::size_t rows) {
    model_.values(data_.predictors, first, p, f.subspan(first, rows));
  });
}

lm::EvaluationStatus CurveFunction::residuals(std::span<const double> x, std::span<double> r,
                                              const lm::Interrupt& interrupt) {
  const std::span<const double> p = all_parameters(x);
  const auto status = for_each_block(interrupt, [&](std::size_t first, std::size_t rows) {
    model_.values(data_.predictors, first, p, r.subspan(first, rows));
    if (is_poisson(data_.loss)) return;
    const std::size_t end = first + rows;
    for (std::size_t i = first; i < end; ++i) r[i] -= data_.y[i];
    if (data_.sigma.empty()) return;
    for (std::size_t i = first; i < end; ++i) r[i] /= data_.sigma[i];
  });
  return whitened(status, r, interrupt);
}

lm::EvaluationStatus CurveFunction::whitened(lm::EvaluationStatus status, std::span<double> columns,
                                             const lm::Interrupt& interrupt) const {
  if (data_.whitening.empty() || status != lm::EvaluationStatus::kOk) return status;
  return whiten(data_.whitening, columns, interrupt) ? status : lm::EvaluationStatus::kInterrupted;
}

lm::EvaluationStatus CurveFunction::jacobian(std::span<const double> x, std::span<double> j,
                                             const lm::Interrupt& interrupt) {
  const auto status = for_each_block(interrupt, [&](std::size_t first, std::size_t rows) {
    jacobian_rows(x, first, rows, j.data() + first, data_.y.size());
  });
  return whitened(status, j, interrupt);
}

void CurveFunction::jacobian_rows(std::span<const double> x, std::size_t first, std::size_t rows,
                                  double* j, std::size_t stride) {
  const std::span<const double> p = all_parameters(x);
  const std::size_t width = p.size();
  const auto f = std::span(block_f_).first(rows);
  const auto df = std::span(block_df_).first(rows * width);
  model_.derivatives(data_.predictors, first, p, f, df);
  for (std::size_t k = 0; k < free_.size(); ++k) {
    double* column = j + k * stride;
    const double* derivative = df.data() + free_[k];
    for (std::size_t i = 0; i < rows; ++i) column[i] = derivative[i * width];
    if (data_.sigma.empty()) continue;
    for (std::size_t i = 0; i < rows; ++i) column[i] /= data_.sigma[first + i];
  }
}

}  // namespace fitd::curve
