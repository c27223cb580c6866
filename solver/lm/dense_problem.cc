#include "solver/lm/dense_problem.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "solver/lm/forward_difference.h"
#include "solver/lm/norm.h"

namespace fitd::lm {
namespace {

// The first entry that is not finite, else the largest: the one to name when a norm is not finite.
std::size_t worst_entry(std::span<const double> v) {
  std::size_t largest = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (!std::isfinite(v[i])) return i;
    if (std::fabs(v[i]) > std::fabs(v[largest])) largest = i;
  }
  return largest;
}

bool all_finite(std::span<const double> v) {
  return std::all_of(v.begin(), v.end(), [](double entry) { return std::isfinite(entry); });
}

}  // namespace

DenseProblem::DenseProblem(ResidualFunction& function, JacobianMethod method, double epsfcn,
                           Box box, const RowLoss* loss)
    : function_(function),
      loss_(loss),
      method_(method),
      relative_step_(relative_step(epsfcn)),
      box_(std::move(box)),
      m_(function.num_residuals()),
      n_(function.num_parameters()) {
  const auto m = static_cast<std::size_t>(m_);
  const auto n = static_cast<std::size_t>(n_);
  assert(n_ >= 1 && m_ >= n_ && epsfcn >= 0 && is_valid(box_, n_));
  r_.resize(m);
  jacobian_.resize(m * n);
  scratch_.resize(2 * (m + n));
  const std::span<double> scratch = scratch_;
  x_ = scratch.subspan(0, n);
  trial_x_ = scratch.subspan(n, n);
  trial_r_ = scratch.subspan(2 * n, m);
  rhs_ = scratch.subspan(2 * n + m, m);
  qr_.resize(n_);
}

std::int64_t DenseProblem::num_residuals() const { return m_; }

int DenseProblem::num_parameters() const { return n_; }

ResidualNorm DenseProblem::evaluate(std::span<const double> x, std::span<double> r,
                                    const Interrupt& interrupt) {
  if (interrupt.poll() != Interruption::kNone) return {.status = EvaluationStatus::kInterrupted};
  const EvaluationStatus status = function_.residuals(x, r, interrupt);
  if (status != EvaluationStatus::kOk) return {.status = status};
  if (loss_ == nullptr) return {.norm = euclidean_norm(r)};
  loss_->roots(r, 0, rhs_);
  return {.norm = euclidean_norm(rhs_)};
}

ResidualNorm DenseProblem::evaluate_start(std::span<const double> x, const Interrupt& interrupt) {
  std::copy(x.begin(), x.end(), x_.begin());
  const ResidualNorm result = evaluate(x, r_, interrupt);
  if (result.status == EvaluationStatus::kOk && !std::isfinite(result.norm)) {
    const std::span<const double> counted = loss_ == nullptr ? std::span<const double>(r_) : rhs_;
    const std::size_t i = worst_entry(counted);
    fault_ = {.row = static_cast<std::int64_t>(i), .column = -1, .value = counted[i]};
  }
  return result;
}

ResidualNorm DenseProblem::evaluate_trial(std::span<const double> x, const Interrupt& interrupt) {
  std::copy(x.begin(), x.end(), trial_x_.begin());
  return evaluate(x, trial_r_, interrupt);
}

void DenseProblem::accept_trial() {
  std::swap(x_, trial_x_);
  std::copy(trial_r_.begin(), trial_r_.end(), r_.begin());
}

LinearizeOutcome DenseProblem::evaluate_jacobian(const Interrupt& interrupt) {
  if (method_ == JacobianMethod::kForwardDifference) {
    return forward_difference(function_, x_, r_, relative_step_, jacobian_, rhs_, interrupt, box_);
  }
  if (interrupt.poll() != Interruption::kNone) return {.status = EvaluationStatus::kInterrupted};
  return {.status = function_.jacobian(x_, jacobian_, interrupt)};
}

void DenseProblem::take_rows() {
  if (loss_ == nullptr) {
    std::copy(r_.begin(), r_.end(), rhs_.begin());
    return;
  }
  // No trial point is waiting: its residuals' memory is free.
  const std::span<double> factors = trial_r_;
  loss_->linear_rows(r_, 0, factors, rhs_);
  const auto m = static_cast<std::size_t>(m_);
  for (std::size_t j = 0; j < static_cast<std::size_t>(n_); ++j) {
    double* column = &jacobian_[j * m];
    for (std::size_t i = 0; i < m; ++i) column[i] *= factors[i];
  }
}

LinearizeOutcome DenseProblem::linearize(const Linearization& out, const Interrupt& interrupt) {
  LinearizeOutcome outcome = evaluate_jacobian(interrupt);
  if (outcome.status != EvaluationStatus::kOk) return outcome;

  take_rows();
  column_norms(jacobian_, m_, out.column_norms);
  if (!all_finite(out.column_norms)) {
    note_fault_in_jacobian(out.column_norms);
    outcome.status = EvaluationStatus::kNonFinite;
    return outcome;
  }
  PacedPoll poll(interrupt);
  if (!qr_factorization(jacobian_, m_, out.column_norms, rhs_, out.permutation, qr_, poll)) {
    outcome.status = EvaluationStatus::kInterrupted;
    return outcome;
  }
  const auto m = static_cast<std::size_t>(m_);
  const auto n = static_cast<std::size_t>(n_);
  for (std::size_t j = 0; j < n; ++j) std::copy_n(&jacobian_[j * m], j + 1, &out.r[j * n]);
  std::copy_n(rhs_.begin(), n, out.qtf.begin());
  return outcome;
}

void DenseProblem::note_fault_in_jacobian(std::span<const double> norms) {
  const std::size_t j = worst_entry(norms);
  const auto m = static_cast<std::size_t>(m_);
  const std::size_t i = worst_entry(std::span(jacobian_).subspan(j * m, m));
  fault_ = {.row = static_cast<std::int64_t>(i),
            .column = static_cast<int>(j),
            .value = jacobian_[j * m + i]};
}

Fault DenseProblem::fault() const { return fault_; }

std::vector<double> DenseProblem::take_fjac(const LmResult& result) {
  const auto m = static_cast<std::size_t>(m_);
  const auto n = static_cast<std::size_t>(n_);
  if (result.damped) {
    for (std::size_t j = 0; j < n; ++j) {
      std::copy_n(&result.r[j * n + j], n - j, &jacobian_[j * m + j]);
    }
  }
  return std::move(jacobian_);
}

}  // namespace fitd::lm
