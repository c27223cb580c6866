#include "solver/curve/profile.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "solver/curve/held_fits.h"

namespace fitd::curve {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The root of the rise is met to this, relatively: a limit's error is as small a part of its
// distance.
constexpr double kRootTolerance = 1e-6;
// A bracket this narrow, of the distance, is a jump of chi-square: nothing lies between.
constexpr double kNarrow = 1e-9;
// How much farther to look than the straight line says, at least and at most.
constexpr double kOvershoot = 1.1;
constexpr double kLargestStride = 4;
// Farther than that, of the first stride and of the value, nothing bounds the parameter.
constexpr double kFar = 1e6;
// How often and how far to approach 0 before passing it.
constexpr int kApproaches = 6;
constexpr double kPartOfWay = 0.75;
// A lower chi-square than the minimum's, relatively, is another minimum.
constexpr double kLower = 1e-7;

// A point of one side, by its distance from the minimum.
struct Step {
  double distance = 0;
  double root = 0;  // of the rise; infinite where the model is not finite
  std::vector<double> parameters;
};

// What both sides of a parameter share.
struct Walked {
  HeldFits& fits;
  double minimum;  // chi-square
  const ProfileSettings& settings;
  Profile& profile;
  std::optional<LowerMinimum>& lower_minimum;
};

// One side of one parameter's profile.
class Side {
 public:
  // `bound`: the parameter's on this side, perhaps infinite, and what says which side it is.
  // `first`: how far the root is expected to rise by 1.
  Side(Walked walked, const std::vector<double>& best, double bound, bool upwards, double first)
      : walked_(walked),
        parameter_(static_cast<std::size_t>(walked.profile.parameter)),
        value_(best[parameter_]),
        bound_(bound),
        upwards_(upwards),
        to_bound_(std::fabs(bound - value_)),
        stride_(first),
        farthest_(kFar * std::max(first, std::fabs(value_))) {
    steps_.push_back({0, 0, best});
  }

  // The limits of all rises, in their order.
  std::vector<ProfileLimit> limits() {
    std::vector<ProfileLimit> found;
    for (const double rise : walked_.settings.rises) found.push_back(limit(std::sqrt(rise)));
    return found;
  }

 private:
  double value_at(double distance) const {
    return upwards_ ? std::min(value_ + distance, bound_) : std::max(value_ - distance, bound_);
  }

  ProfileLimit limit(double target) {
    while (steps_.back().root < target) {
      if (end_) return {*end_, end_value_};
      if (!stride_out(target)) return {*end_, end_value_};
    }
    return close_in(target);
  }

  // Goes farther out; false where there is no farther.
  bool stride_out(double target) {
    const Step& last = steps_.back();
    if (last.distance >= to_bound_) return ended(LimitKind::kAtBound, bound_);
    if (last.distance > farthest_) return ended(LimitKind::kNotReached, 0);
    double next = last.root > 0 ? kOvershoot * last.distance * target / last.root
                                : std::max(stride_ * target, kLargestStride * last.distance);
    if (last.distance > 0) next = std::min(next, kLargestStride * last.distance);
    return try_at(std::min({before_zero(last.distance, next), 2 * farthest_, to_bound_}));
  }

  // `next`, or less where that would pass over 0: many a parameter means nothing on its other side,
  // and what rises before 0 may be low again behind it.
  double before_zero(double distance, double next) {
    const double to_zero = upwards_ ? -value_ : value_;
    if (!(distance < to_zero && next >= to_zero) || approaches_++ >= kApproaches) return next;
    return distance + kPartOfWay * (to_zero - distance);
  }

  // The place of the root between the last step below `target` and the first above, by the secant;
  // an end that stays twice counts half, lest it stay for ever (the Illinois rule).
  ProfileLimit close_in(double target) {
    double inner_weight = 1;
    double outer_weight = 1;
    bool outer_stayed = false;
    while (true) {
      const auto above = first_above(target);
      const Step& outer = *above;
      const Step& inner = *(above - 1);
      const double width = outer.distance - inner.distance;
      if (std::fabs(outer.root - target) <= kRootTolerance * target) {
        return {LimitKind::kFound, value_at(outer.distance)};
      }
      if (std::fabs(inner.root - target) <= kRootTolerance * target) {
        return {LimitKind::kFound, value_at(inner.distance)};
      }
      if (width <= kNarrow * outer.distance) {
        const bool finite = std::isfinite(outer.root);
        return {finite ? LimitKind::kFound : LimitKind::kNonFinite, value_at(inner.distance)};
      }
      const double below = inner_weight * (target - inner.root);
      const double above_it = outer_weight * (outer.root - target);
      const double share = std::isfinite(outer.root) ? below / (below + above_it) : 0.5;
      const double farther = outer.distance;
      if (!try_at(inner.distance + share * width)) return {*end_, end_value_};
      const bool outer_stays = first_above(target)->distance == farther;
      const bool again = outer_stays == outer_stayed;
      outer_weight = outer_stays && again ? 0.5 * outer_weight : 1;
      inner_weight = !outer_stays && again ? 0.5 * inner_weight : 1;
      outer_stayed = outer_stays;
    }
  }

  std::vector<Step>::iterator first_above(double target) {
    return std::find_if(steps_.begin() + 1, steps_.end(),
                        [&](const Step& step) { return step.root >= target; });
  }

  // Fits at `distance` and keeps it in its place; false where the side ends instead.
  bool try_at(double distance) {
    if (fits_++ >= walked_.settings.most_fits) return ended(LimitKind::kNotReached, 0);
    const auto after = std::find_if(steps_.begin(), steps_.end(),
                                    [&](const Step& step) { return step.distance > distance; });
    const HeldFit held = walked_.fits.at(value_at(distance), (after - 1)->parameters);
    if (!held.done) return ended(LimitKind::kInterrupted, 0);
    walked_.profile.points.push_back({value_at(distance), held.chi_square});
    note_lower(held);
    const double rise = std::max(0.0, held.chi_square - walked_.minimum);
    steps_.insert(after, {distance, std::sqrt(rise), held.parameters});
    return true;
  }

  void note_lower(const HeldFit& held) {
    auto& lower = walked_.lower_minimum;
    if (!(held.chi_square < walked_.minimum * (1 - kLower))) return;
    if (lower && lower->chi_square <= held.chi_square) return;
    lower = LowerMinimum{held.parameters, held.chi_square};
  }

  bool ended(LimitKind kind, double value) {
    end_ = kind;
    end_value_ = value;
    return false;
  }

  Walked walked_;
  std::size_t parameter_;
  double value_;
  double bound_;
  bool upwards_;
  double to_bound_;
  double stride_;
  double farthest_;
  std::vector<Step> steps_;  // by distance; the first is the minimum
  int fits_ = 0;
  int approaches_ = 0;  // of 0
  std::optional<LimitKind> end_;
  double end_value_ = 0;
};

// How far a parameter moves for a rise of 1, by the linear theory; a tenth of its value where that
// says nothing.
double unit_distance(const CurveFit& fit, const CurveOutcome& best, int parameter) {
  const auto place = std::ranges::find(best.free, parameter) - best.free.begin();
  const double value = best.parameters[static_cast<std::size_t>(parameter)];
  double distance = 0;
  if (!best.standard_errors.empty()) {
    const double variance =
        fit.absolute_sigma ? 1 : best.statistics->reduced_chi_square.value_or(1);
    distance = best.standard_errors[static_cast<std::size_t>(place)] / std::sqrt(variance);
  }
  if (std::isfinite(distance) && distance > 0) return distance;
  return value == 0 ? 1e-3 : 0.1 * std::fabs(value);
}

}  // namespace

Profiles profile_parameters(const CurveFit& fit, const CurveOutcome& best,
                            const ProfileSettings& settings, const std::stop_token& stop,
                            Executor* executor) {
  Profiles all;
  const double minimum = best.lm.residual_norm * best.lm.residual_norm;
  for (const int parameter : settings.parameters) {
    const auto j = static_cast<std::size_t>(parameter);
    const double value = best.parameters[j];
    HeldFits fits(fit, parameter, settings.deadline, stop, executor);
    Profile profile;
    profile.parameter = parameter;
    profile.points.push_back({value, minimum});
    const Walked walked = {fits, minimum, settings, profile, all.lower_minimum};
    const double unit = unit_distance(fit, best, parameter);
    const double lower = fit.bounds.empty() ? -kInfinity : fit.bounds.lower[j];
    const double upper = fit.bounds.empty() ? kInfinity : fit.bounds.upper[j];
    profile.lower = Side(walked, best.parameters, lower, false, unit).limits();
    profile.upper = Side(walked, best.parameters, upper, true, unit).limits();
    std::ranges::sort(profile.points, {}, &ProfilePoint::value);
    all.fits += fits.fits();
    all.nfev += fits.nfev();
    all.profiles.push_back(std::move(profile));
  }
  return all;
}

}  // namespace fitd::curve
