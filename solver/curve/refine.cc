#include "solver/curve/refine.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "solver/curve/precise_cholesky.h"
#include "solver/double_double/elementary.h"

namespace fitd::curve {
namespace {

constexpr int kMaxSteps = 100;
constexpr int kMaxHalvings = 40;
constexpr int kMaxCurvatures = 8;
constexpr int kMaxStalls = 6;

// Steps that shrink less than that are slow; so near each other that they do not shrink at all.
constexpr double kSlow = 0.1;
constexpr double kStalled = 0.5;

// Of a parameter, and of its standard deviation's order of magnitude.
constexpr double kNegligible = 0x1p-63;
constexpr double kNegligibleDeviation = 0x1p-80;
// What is still a correctly rounded double, but for the last bit or two.
constexpr double kGood = 0x1p-51;

// A relative change of the sum of squares that proves nothing: residuals that are themselves
// rounding, 1e-16 of y, have no more digits than that. Steps that go wrong within it do not shrink.
constexpr double kNoise = 1e-12;

class Refiner {
 public:
  Refiner(PreciseSummer& summer, const lm::Box& box, const lm::Interrupt& interrupt,
          const RefinementObserver& observer)
      : summer_(summer), box_(box), interrupt_(interrupt), observer_(observer) {}

  Refinement run(std::span<const double> start) {
    result_.x.assign(start.begin(), start.end());
    if (evaluate(result_.x, result_.at)) {
      if (result_.at.is_finite()) {
        report();
        result_.end = iterate();
      } else {
        result_.end = RefinementEnd::kNonFinite;
      }
    }
    return std::move(result_);
  }

 private:
  std::size_t n() const { return summer_.num_free(); }

  bool evaluate(std::span<const Precise> x, PreciseSums& sums) {
    if (!summer_.sum(x, sums, interrupt_)) return false;
    ++result_.evaluations;
    return true;
  }

  void report() {
    if (observer_) observer_(result_);
  }

  RefinementEnd iterate() {
    while (result_.steps < kMaxSteps) {
      if (result_.at.squares.high == 0) return RefinementEnd::kConverged;
      if (const auto end = find_step()) return *end;
      if (is_below(kNegligible, kNegligibleDeviation)) return RefinementEnd::kConverged;
      if (stalls_ > kMaxStalls) break;
      if (const auto end = take_step()) return *end;
      report();
    }
    return is_below(kGood, kGood) ? RefinementEnd::kConverged : RefinementEnd::kStalled;
  }

  // The next step, in step_; by second derivatives where first ones are slow.
  std::optional<RefinementEnd> find_step() {
    hold_at_bounds();
    while (true) {
      if (!solve()) return RefinementEnd::kSingular;
      if (!hold_where_step_leaves()) break;
    }
    const double length = step_length();
    const double shrinkage = last_length_ > 0 ? length / last_length_ : 0;
    stalls_ = shrinkage > kStalled ? stalls_ + 1 : 0;
    if (shrinkage > kSlow && num_curvatures_ < kMaxCurvatures &&
        !is_below(kNegligible, kNegligibleDeviation)) {
      if (!measure_curvature()) return RefinementEnd::kInterrupted;
      if (!solve()) return RefinementEnd::kSingular;
    }
    last_length_ = step_length();
    return std::nullopt;
  }

  // By Newton's method where its matrix is known and positive definite, else by Gauss and Newton's.
  bool solve() {
    if (curvature_.empty() || !factored_.factor(curvature_, held_)) {
      curvature_.clear();
      if (!factored_.factor(result_.at.normal, held_)) return false;
    }
    step_ = factored_.solve(result_.at.gradient);
    for (Precise& entry : step_) entry = -entry;
    return true;
  }

  // A parameter at a bound is held while going on would bring the sum of squares down.
  void hold_at_bounds() {
    held_.assign(n(), false);
    for (std::size_t j = 0; j < n() && !box_.empty(); ++j) {
      const double slope = result_.at.gradient[j].high;
      held_[j] = (is_at(box_.lower, j) && slope >= 0) || (is_at(box_.upper, j) && slope <= 0);
    }
  }

  // Others too may be sent out by the step, which is then found anew without them.
  bool hold_where_step_leaves() {
    bool any = false;
    for (std::size_t j = 0; j < n() && !box_.empty(); ++j) {
      const bool leaves = (is_at(box_.lower, j) && step_[j].high < 0) ||
                          (is_at(box_.upper, j) && step_[j].high > 0);
      if (leaves && !held_[j]) held_[j] = any = true;
    }
    return any;
  }

  bool is_at(const std::vector<double>& bounds, std::size_t j) const {
    return result_.x[j] == Precise(bounds[j]);
  }

  // What the noise leaves open of parameter j, were the others known.
  double deviation(std::size_t j) const {
    const double column = std::sqrt(result_.at.normal[packed(j, j)].high);
    return column > 0 ? std::sqrt(result_.at.squares.high) / column : 0;
  }

  // ||D p||.
  double step_length() const {
    double sum = 0;
    for (std::size_t j = 0; j < n(); ++j) {
      sum += step_[j].high * step_[j].high * result_.at.normal[packed(j, j)].high;
    }
    return std::sqrt(sum);
  }

  // Whether the step changes every parameter by no more than that part of it, or of its deviation.
  bool is_below(double part, double part_of_deviation) const {
    for (std::size_t j = 0; j < n(); ++j) {
      const double size = std::fabs(step_[j].high);
      if (size > part * std::fabs(result_.x[j].high) && size > part_of_deviation * deviation(j)) {
        return false;
      }
    }
    return true;
  }

  // Half the second derivatives of r'r, from differences of the gradient.
  bool measure_curvature() {
    ++num_curvatures_;
    curvature_.assign(n() * (n() + 1) / 2, Precise());
    std::vector<Precise> x = result_.x;
    for (std::size_t k = 0; k < n(); ++k) {
      const Precise there = displaced(k);
      const Precise h = there - result_.x[k];
      x[k] = there;
      if (!evaluate(x, trial_)) return false;
      x[k] = result_.x[k];
      for (std::size_t j = 0; j < n(); ++j) {
        const Precise slope = (trial_.gradient[j] - result_.at.gradient[j]) / h;
        Precise& entry = curvature_[j <= k ? packed(j, k) : packed(k, j)];
        entry += j == k ? slope : slope * 0.5;
      }
    }
    return true;
  }

  // x_k moved by 2^-40 of it or of its deviation, to where there is room.
  Precise displaced(std::size_t k) const {
    const Precise& x = result_.x[k];
    double h = 0x1p-40 * std::max(std::fabs(x.high), deviation(k));
    if (h == 0) h = 0x1p-40;
    if (box_.empty()) return x + h;
    const double above = (Precise(box_.upper[k]) - x).high;
    const double below = (x - Precise(box_.lower[k])).high;
    return above >= below ? x + std::min(h, above / 2) : x - std::min(h, below / 2);
  }

  // Moves to the end of the step, of what the box leaves of it, or of a part that lowers r'r.
  std::optional<RefinementEnd> take_step() {
    const Precise before = result_.at.squares;
    for (int halving = 0; halving < kMaxHalvings; ++halving) {
      const std::vector<Precise> x = end_of_step();
      if (!evaluate(x, trial_)) return RefinementEnd::kInterrupted;
      if (trial_.is_finite() && trial_.squares <= before + before * kNoise) {
        result_.x = x;
        std::swap(result_.at, trial_);
        ++result_.steps;
        return std::nullopt;
      }
      for (Precise& entry : step_) entry = entry * 0.5;
    }
    return RefinementEnd::kStalled;
  }

  std::vector<Precise> end_of_step() const {
    Precise part = 1;
    std::size_t first_met = n();
    for (std::size_t j = 0; j < n() && !box_.empty(); ++j) {
      if (step_[j].high == 0) continue;
      const Precise bound = step_[j].high < 0 ? box_.lower[j] : box_.upper[j];
      const Precise room = (bound - result_.x[j]) / step_[j];
      if (!(room < part)) continue;
      part = room;
      first_met = j;
    }
    std::vector<Precise> x = result_.x;
    for (std::size_t j = 0; j < n(); ++j) {
      x[j] += step_[j] * part;
      if (box_.empty()) continue;
      if (j == first_met) x[j] = step_[j].high < 0 ? box_.lower[j] : box_.upper[j];
      x[j] = std::clamp(x[j], Precise(box_.lower[j]), Precise(box_.upper[j]));
    }
    return x;
  }

  PreciseSummer& summer_;
  const lm::Box& box_;
  const lm::Interrupt& interrupt_;
  const RefinementObserver& observer_;

  Refinement result_;
  PreciseSums trial_;
  std::vector<bool> held_;
  std::vector<Precise> step_;
  PreciseCholesky factored_;
  std::vector<Precise> curvature_;  // packed; empty: not measured, or of no use
  int num_curvatures_ = 0;
  double last_length_ = 0;
  int stalls_ = 0;
};

}  // namespace

Refinement refine(PreciseSummer& summer, const lm::Box& box, std::span<const double> start,
                  const lm::Interrupt& interrupt, const RefinementObserver& observer) {
  return Refiner(summer, box, interrupt, observer).run(start);
}

}  // namespace fitd::curve
