#include "solver/curve/global_function.h"

#include <algorithm>
#include <numeric>

#include "solver/curve/global_places.h"
#include "solver/lm/norm.h"
#include "solver/lm/triangle_accumulator.h"

namespace fitd::curve {

using lm::EvaluationStatus;

GlobalFunction::GlobalFunction(const GlobalFit& fit)
    : free_(free_places(fit.settings.fixed)), parameters_(fit.settings.start) {
  for (const GlobalSet& set : fit.sets) {
    const std::size_t points = set.data.y.size();
    parts_.push_back({CurveFunction(*set.model, set.data, own_starts(set, fit.settings),
                                    own_fixed(set, fit.settings)),
                      free_columns(set, free_), static_cast<std::size_t>(num_points_), points});
    num_points_ += static_cast<std::int64_t>(points);
    const Part& part = parts_.back();
    block_.resize(std::max(block_.size(), part.columns.size() * part.function.block_rows()));
  }
}

std::vector<double> GlobalFunction::own(const Part& part, std::span<const double> x) {
  std::vector<double> entries;
  for (const int column : part.columns) entries.push_back(x[static_cast<std::size_t>(column)]);
  return entries;
}

std::vector<double> GlobalFunction::all_parameters(std::span<const double> x) const {
  std::vector<double> all = parameters_;
  for (std::size_t k = 0; k < free_.size(); ++k) all[static_cast<std::size_t>(free_[k])] = x[k];
  return all;
}

EvaluationStatus GlobalFunction::residuals(std::span<const double> x, std::span<double> r,
                                           const lm::Interrupt& interrupt) {
  for (Part& part : parts_) {
    const auto status =
        part.function.residuals(own(part, x), r.subspan(part.first, part.points), interrupt);
    if (status != EvaluationStatus::kOk) return status;
  }
  return EvaluationStatus::kOk;
}

EvaluationStatus GlobalFunction::values(std::span<const double> x, std::span<double> f,
                                        const lm::Interrupt& interrupt) {
  for (Part& part : parts_) {
    const auto status =
        part.function.values(own(part, x), f.subspan(part.first, part.points), interrupt);
    if (status != EvaluationStatus::kOk) return status;
  }
  return EvaluationStatus::kOk;
}

EvaluationStatus GlobalFunction::jacobian(std::span<const double> x, std::span<double> j,
                                          const lm::Interrupt& interrupt) {
  std::ranges::fill(j, 0.0);
  const auto m = static_cast<std::size_t>(num_points_);
  lm::PacedPoll poll(interrupt);
  for (Part& part : parts_) {
    const std::vector<double> p = own(part, x);
    const std::size_t block_rows = part.function.block_rows();
    for (std::size_t first = 0; first < part.points; first += block_rows) {
      const std::size_t rows = std::min(block_rows, part.points - first);
      if (poll.interrupted_after(static_cast<std::int64_t>(64 * rows))) {
        return EvaluationStatus::kInterrupted;
      }
      part.function.jacobian_rows(p, first, rows, block_.data(), rows);
      for (std::size_t k = 0; k < part.columns.size(); ++k) {
        const auto column = static_cast<std::size_t>(part.columns[k]);
        std::copy_n(&block_[k * rows], rows, &j[column * m + part.first + first]);
      }
    }
  }
  return EvaluationStatus::kOk;
}

std::optional<Matrix> GlobalFunction::inverse_normal_matrix(std::span<const double> x,
                                                            const std::vector<bool>& held,
                                                            const lm::Interrupt& interrupt) {
  const std::size_t n = free_.size();
  lm::TriangleAccumulator whole(static_cast<int>(n));
  lm::PacedPoll poll(interrupt);
  for (Part& part : parts_) {
    const std::vector<double> p = own(part, x);
    const std::size_t width = part.columns.size();
    const std::size_t block_rows = part.function.block_rows();
    lm::TriangleAccumulator own_rows(static_cast<int>(width));
    for (std::size_t first = 0; first < part.points; first += block_rows) {
      const std::size_t rows = std::min(block_rows, part.points - first);
      if (poll.interrupted_after(static_cast<std::int64_t>(rows * (64 + 2 * width * width)))) {
        return std::nullopt;
      }
      part.function.jacobian_rows(p, first, rows, block_.data(), rows);
      own_rows.fold(std::span(block_).first(rows * width));
    }
    std::vector<double> spread(width * n, 0.0);
    for (std::size_t k = 0; k < width; ++k) {
      const auto column = static_cast<std::size_t>(part.columns[k]);
      std::copy_n(&own_rows.triangle()[k * width], width, &spread[column * width]);
    }
    whole.fold(spread);
  }
  std::vector<int> in_order(n);
  std::iota(in_order.begin(), in_order.end(), 0);
  return inverse_without_held(whole.triangle(), in_order, held);
}

std::vector<double> GlobalFunction::set_norms(std::span<const double> r) const {
  std::vector<double> norms;
  for (const Part& part : parts_) {
    norms.push_back(lm::euclidean_norm(r.subspan(part.first, part.points)));
  }
  return norms;
}

}  // namespace fitd::curve
