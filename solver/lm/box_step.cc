#include "solver/lm/box_step.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "solver/lm/linear_model.h"
#include "solver/lm/norm.h"

namespace fitd::lm {
namespace {

// Pieces of one path; a longer one ends where it is, and the next linearisation goes on.
constexpr int kMaxPieces = 48;
// Of the region, below which what is left of it is not worth a piece.
constexpr double kSpent = 0.1;

}  // namespace

BoxStep::BoxStep(const Box& box) : box_(box) {
  const std::size_t n = box.lower.size();
  assert(n > 0);
  at_iterate_.resize(n);
  standing_.resize(n);
  for (auto* v : {&cosine_, &path_, &image_, &rhs_, &scratch_, &free_qtf_, &free_norms_,
                  &free_diag_, &direction_}) {
    v->resize(n);
  }
  free_.reserve(n);
  columns_.resize(n * n);
  free_r_.resize(n * n);
  free_permutation_.resize(n);
  qr_.resize(static_cast<int>(n));
  lm_parameter_.resize(static_cast<int>(n));
}

void BoxStep::begin(const Linearization& model, std::span<const double> x, double norm) {
  model_ = model;
  x_ = x;
  norm_ = norm;
  for (std::size_t j = 0; j < size(); ++j) {
    standing_[j] = standing_at(box_, j, x[j]);
  }
  measure_cosines(model.qtf);
  gradient_cosine_ = 0;
  for (std::size_t j = 0; j < size(); ++j) {
    if (!is_free(j) && wants_in(j)) standing_[j] = Standing::kFree;
    if (is_free(j)) gradient_cosine_ = larger_cosine(cosine_[j], gradient_cosine_);
  }
  at_iterate_ = standing_;
}

void BoxStep::measure_cosines(std::span<const double> rhs) {
  if (norm_ == 0) {
    std::fill(cosine_.begin(), cosine_.end(), 0.0);
    return;
  }
  for (std::size_t i = 0; i < size(); ++i) scratch_[i] = rhs[i] / norm_;
  for (std::size_t k = 0; k < size(); ++k) {
    const auto j = static_cast<std::size_t>(model_.permutation[k]);
    cosine_[j] = model_.column_norms[j] == 0 ? 0 : column_cosine(model_, scratch_, k);
  }
}

bool BoxStep::wants_in(std::size_t j) const {
  const double rounding = 0x1p-52 * static_cast<double>(size());
  return standing_[j] == Standing::kAtLower ? cosine_[j] < -rounding : cosine_[j] > rounding;
}

bool BoxStep::release() {
  measure_cosines(rhs_);
  bool any = false;
  for (std::size_t j = 0; j < size(); ++j) {
    if (is_free(j) || !wants_in(j)) continue;
    standing_[j] = Standing::kFree;
    any = true;
  }
  return any;
}

void BoxStep::list_free() {
  free_.clear();
  for (std::size_t j = 0; j < size(); ++j) {
    if (is_free(j)) free_.push_back(j);
  }
}

bool BoxStep::take_out_free_columns(PacedPoll& poll) {
  const std::size_t n = size();
  const std::size_t k = free_.size();
  std::size_t taken = 0;
  for (std::size_t c = 0; c < n; ++c) {
    const auto j = static_cast<std::size_t>(model_.permutation[c]);
    if (!is_free(j)) continue;
    free_[taken] = j;
    double* column = &columns_[taken * n];
    std::copy_n(&model_.r[c * n], c + 1, column);
    std::fill(column + c + 1, column + n, 0.0);
    ++taken;
  }
  const auto columns = std::span(columns_).first(n * k);
  const auto norms = std::span(free_norms_).first(k);
  column_norms(columns, static_cast<std::int64_t>(n), norms);
  std::copy(rhs_.begin(), rhs_.end(), scratch_.begin());
  qr_.resize(static_cast<int>(k));
  if (!qr_factorization(columns, static_cast<std::int64_t>(n), norms, scratch_,
                        std::span(free_permutation_).first(k), qr_, poll)) {
    return false;
  }
  for (std::size_t c = 0; c < k; ++c) std::copy_n(&columns_[c * n], c + 1, &free_r_[c * k]);
  std::copy_n(scratch_.begin(), k, free_qtf_.begin());
  free_model_ = {.r = std::span(free_r_).first(k * k),
                 .permutation = std::span(free_permutation_).first(k),
                 .qtf = std::span(free_qtf_).first(k),
                 .column_norms = norms};
  return true;
}

// The step of the free parameters to direction_, and how much of it fits the box.
BoxStep::Piece BoxStep::next_piece(double radius, double lambda, bool first,
                                   std::span<const double> diag, PacedPoll& poll) {
  const std::size_t k = free_.size();
  Piece piece{};
  piece.parameter.interrupted = true;
  if (first && is_whole()) {
    free_model_ = model_;
  } else if (!take_out_free_columns(poll)) {
    return piece;
  }
  for (std::size_t i = 0; i < k; ++i) free_diag_[i] = diag[free_[i]];
  lm_parameter_.resize(static_cast<int>(k));
  const auto d = std::span(free_diag_).first(k);
  const auto q = std::span(direction_).first(k);
  piece.parameter = lm_parameter(free_model_, d, radius, lambda, lm_parameter_, q, poll);
  if (piece.parameter.interrupted) return piece;
  piece.fraction = 1;
  for (std::size_t i = 0; i < k; ++i) {
    q[i] = -q[i];
    scratch_[i] = d[i] * q[i];
    piece.fraction = std::min(piece.fraction, room(free_[i], q[i]));
  }
  piece.norm = euclidean_norm(std::span(scratch_).first(k));
  piece.model_norm = model_norm(free_model_, q, std::span(scratch_).first(k));
  return piece;
}

// How much of `direction` parameter j can go from the path's end until it meets a bound; infinity:
// all and more.
double BoxStep::room(std::size_t j, double direction) const {
  if (direction == 0) return HUGE_VAL;
  const double bound = direction < 0 ? box_.lower[j] : box_.upper[j];
  return std::max(0.0, (bound - x_[j] - path_[j]) / direction);
}

// Moves the path's end along direction_ and holds what meets a bound.
void BoxStep::follow(const Piece& piece) {
  for (std::size_t i = 0; i < free_.size(); ++i) {
    const std::size_t j = free_[i];
    const double q = direction_[i];
    if (piece.is_cut() && room(j, q) <= piece.fraction) {
      standing_[j] = q < 0 ? Standing::kAtLower : Standing::kAtUpper;
      path_[j] = (q < 0 ? box_.lower[j] : box_.upper[j]) - x_[j];
    } else {
      path_[j] += piece.fraction * q;
    }
  }
  model_product(model_, path_, image_);
  for (std::size_t i = 0; i < size(); ++i) rhs_[i] = model_.qtf[i] + image_[i];
}

void BoxStep::begin_path() {
  standing_ = at_iterate_;
  std::fill(path_.begin(), path_.end(), 0.0);
  std::copy(model_.qtf.begin(), model_.qtf.end(), rhs_.begin());
}

void BoxStep::end_path(std::span<double> trial) const {
  for (std::size_t j = 0; j < size(); ++j) {
    trial[j] = standing_[j] == Standing::kAtLower   ? box_.lower[j]
               : standing_[j] == Standing::kAtUpper ? box_.upper[j]
                                                    : x_[j] + path_[j];
    // Not std::clamp, which need not keep a NaN: such a trial must be rejected, not repaired.
    if (trial[j] < box_.lower[j]) trial[j] = box_.lower[j];
    if (trial[j] > box_.upper[j]) trial[j] = box_.upper[j];
  }
}

// Adds what the linear model says of a piece; `outcome` is that of the pieces before it.
void BoxStep::add_piece(const Piece& piece, bool first, BoxStepOutcome& outcome) const {
  const Prediction whole =
      predict(piece.model_norm, piece.norm, std::sqrt(piece.parameter.lambda), norm_);
  if (first) {
    outcome.lambda = piece.parameter.lambda;
    outcome.damped = is_whole() && piece.parameter.damped;
    outcome.norm = outcome.reach = piece.norm;
    outcome.prediction = whole;
    if (!piece.is_cut()) return;
    outcome.prediction.reduction = 0;
  }
  const double linear = piece.model_norm / norm_;
  outcome.prediction.reduction +=
      piece.is_cut() ? piece.fraction *
                           (-2 * whole.directional_derivative - piece.fraction * (linear * linear))
                     : whole.reduction;
}

// The norm of a path of several pieces, or of a piece that was cut, and the derivative along the
// straight line to its end.
void BoxStep::measure_bent_path(std::span<const double> diag, BoxStepOutcome& outcome) {
  for (std::size_t j = 0; j < size(); ++j) scratch_[j] = diag[j] * path_[j];
  outcome.norm = euclidean_norm(scratch_);
  outcome.reach = std::max(outcome.reach, outcome.norm);
  double sum = 0;
  for (std::size_t i = 0; i < size(); ++i) sum += (model_.qtf[i] / norm_) * (image_[i] / norm_);
  outcome.prediction.directional_derivative = sum;
}

BoxStepOutcome BoxStep::take(TrustRegion region, std::span<const double> diag,
                             std::span<double> trial, PacedPoll& poll) {
  begin_path();
  BoxStepOutcome outcome;
  double radius = region.radius;
  bool bent = false;
  for (int pieces = 0;; ++pieces) {
    is_complete_ = pieces < kMaxPieces;
    list_free();
    if (!is_complete_ || (free_.empty() && !release())) break;
    list_free();
    const bool first = pieces == 0;
    const Piece piece = next_piece(radius, first ? region.lambda : 0, first, diag, poll);
    if (piece.parameter.interrupted) return {.interrupted = true};
    follow(piece);
    add_piece(piece, first, outcome);
    bent |= !first || piece.is_cut();
    radius -= piece.fraction * piece.norm;
    if (radius <= kSpent * region.radius) break;
    if (!piece.is_cut() && (piece.parameter.lambda > 0 || !release())) break;
  }
  if (bent) measure_bent_path(diag, outcome);
  end_path(trial);
  return outcome;
}

double BoxStep::free_norm(std::span<const double> diag, std::span<const double> v) {
  for (std::size_t j = 0; j < size(); ++j) scratch_[j] = is_free(j) ? diag[j] * v[j] : 0;
  return euclidean_norm(scratch_);
}

bool BoxStep::held_could_gain(double tolerance) {
  if (!is_complete_) return true;
  measure_cosines(rhs_);
  for (std::size_t j = 0; j < size(); ++j) {
    if (!is_free(j) && wants_in(j) && cosine_[j] * cosine_[j] > tolerance) return true;
  }
  return false;
}

}  // namespace fitd::lm
