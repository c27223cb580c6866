#include "solver/curve/summed_problem.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "solver/lm/covariance.h"
#include "solver/lm/workspace.h"

namespace fitd::curve {
namespace {

// A squared norm in between has lost nothing to under- or overflow that matters.
constexpr double kSmallestSafe = 0x1p-900;
constexpr double kLargestSafe = 0x1p900;

// Pivots must have grown that much before products are trusted again, so that a fit does not go
// back and forth.
constexpr double kHysteresis = 4;

}  // namespace

SummedProblem::SummedProblem(const Size& size, double xtol)
    : size_(size),
      smallest_pivot_(size.products ? smallest_safe_pivot(xtol) : 1),
      fold_(smallest_pivot_ < 1 ? Fold::kProducts : Fold::kTriangle),
      iterate_(static_cast<std::size_t>(size.n)),
      trial_(static_cast<std::size_t>(size.n)),
      linearized_at_(static_cast<std::size_t>(size.n)) {
  workspace_.resize(num_parameters());
}

lm::ResidualNorm SummedProblem::evaluate(std::span<const double> x, PointSums& point,
                                         const lm::Interrupt& interrupt) {
  std::ranges::copy(x, point.x.begin());
  const lm::EvaluationStatus status = sum(fold_, point, interrupt);
  if (status != lm::EvaluationStatus::kOk) return {.status = status};
  const double squares = point.squares;
  if (std::isnan(squares) || (squares > kSmallestSafe && squares < kLargestSafe)) {
    return {.norm = std::sqrt(squares)};
  }
  return careful_norm(point.x, interrupt);
}

lm::ResidualNorm SummedProblem::evaluate_start(std::span<const double> x,
                                               const lm::Interrupt& interrupt) {
  const lm::ResidualNorm result = evaluate(x, iterate_, interrupt);
  if (result.status == lm::EvaluationStatus::kOk && !std::isfinite(result.norm)) {
    fault_ = worst_entry(iterate_.x, -1, interrupt);
  }
  return result;
}

lm::ResidualNorm SummedProblem::evaluate_trial(std::span<const double> x,
                                               const lm::Interrupt& interrupt) {
  return evaluate(x, trial_, interrupt);
}

void SummedProblem::accept_trial() { std::swap(iterate_, trial_); }

lm::LinearizeOutcome SummedProblem::linearize(const lm::Linearization& out,
                                              const lm::Interrupt& interrupt) {
  linearized_at_ = iterate_.x;
  return linearize_iterate(out, interrupt);
}

lm::LinearizeOutcome SummedProblem::linearize_iterate(const lm::Linearization& out,
                                                      const lm::Interrupt& interrupt) {
  if (iterate_.fold == Fold::kProducts) {
    if (linearize_products(iterate_.sums, smallest_pivot_, workspace_, out)) return {};
    fold_ = Fold::kTriangle;
    const lm::EvaluationStatus status = sum(fold_, iterate_, interrupt);
    if (status != lm::EvaluationStatus::kOk) return {.status = status};
  }
  return linearize_by_triangle(out, interrupt);
}

lm::LinearizeOutcome SummedProblem::linearize_by_triangle(const lm::Linearization& out,
                                                          const lm::Interrupt& interrupt) {
  const TriangleOutcome outcome = linearize_triangle(iterate_.sums, workspace_, out, interrupt);
  if (outcome.status == lm::EvaluationStatus::kNonFinite) {
    fault_ = worst_entry(iterate_.x, outcome.bad_column, interrupt);
  } else if (outcome.status == lm::EvaluationStatus::kOk &&
             outcome.smallest_pivot > kHysteresis * smallest_pivot_) {
    fold_ = Fold::kProducts;
  }
  return {.status = outcome.status};
}

std::optional<Matrix> SummedProblem::inverse_normal_matrix(const std::vector<bool>& held,
                                                           const lm::Interrupt& interrupt) {
  lm::Workspace memory;
  memory.resize(num_parameters());
  const lm::Linearization at_iterate = memory.linearization();
  if (linearize_iterate(at_iterate, interrupt).status != lm::EvaluationStatus::kOk) {
    return std::nullopt;
  }
  return inverse_without_held(memory.r, memory.permutation, held);
}

}  // namespace fitd::curve
