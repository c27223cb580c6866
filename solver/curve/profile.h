// Profile likelihood: how far a parameter can be moved, the others fitted anew, before the sum of
// squares has risen by a given amount.
#ifndef FITD_SOLVER_CURVE_PROFILE_H_
#define FITD_SOLVER_CURVE_PROFILE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "solver/curve/fit_curve.h"

namespace fitd::curve {

// Where one side of a profile ends.
enum class LimitKind {
  // Where chi-square has risen by as much as was asked for.
  kFound,
  // It has not at the parameter's bound, which is the value.
  kAtBound,
  // It has not, as far as was looked: the data do not bound the parameter on this side.
  kNotReached,
  // It has not where the model ceases to be finite, which is the value.
  kNonFinite,
  // Time was over.
  kInterrupted,
};

struct ProfileLimit {
  LimitKind kind = LimitKind::kInterrupted;
  double value = 0;  // not with kNotReached and kInterrupted
};

// A fit with one parameter held.
struct ProfilePoint {
  double value = 0;
  double chi_square = 0;
};

struct Profile {
  int parameter = 0;                // of the model
  std::vector<ProfileLimit> lower;  // for each rise
  std::vector<ProfileLimit> upper;
  std::vector<ProfilePoint> points;  // all that were fitted, ascending, the minimum among them
};

// A minimum below the one that was to be profiled.
struct LowerMinimum {
  std::vector<double> parameters;  // all of the model
  double chi_square = 0;
};

struct Profiles {
  std::vector<Profile> profiles;
  std::int64_t fits = 0;  // with a parameter held
  std::int64_t nfev = 0;  // of all of them
  std::optional<LowerMinimum> lower_minimum;
};

struct ProfileSettings {
  // Indices of free parameters.
  std::vector<int> parameters;
  // Of chi-square above its minimum, ascending, each > 0 and finite.
  std::vector<double> rises;
  // On one side of one parameter, for all rises together.
  int most_fits = 60;
  std::optional<std::chrono::steady_clock::time_point> deadline;
};

// Profiles the fit whose outcome is `best`, converged and with a finite chi-square. Along each side
// sqrt(chi-square - minimum), which is linear in the parameter where the model is, is followed to
// each rise by the secant in a bracket. Fits begin where their neighbour ended, keep the fit's
// bounds and run in its arithmetic. A stop requested ends it with what there is.
//
// Source: D. M. Bates, D. G. Watts, Nonlinear Regression Analysis and its Applications, 1988,
// ch. 6.
Profiles profile_parameters(const CurveFit& fit, const CurveOutcome& best,
                            const ProfileSettings& settings, const std::stop_token& stop,
                            Executor* executor = nullptr);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_PROFILE_H_
