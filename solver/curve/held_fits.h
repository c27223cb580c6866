// Fits of one problem with one parameter held at a value.
#ifndef FITD_SOLVER_CURVE_HELD_FITS_H_
#define FITD_SOLVER_CURVE_HELD_FITS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "solver/curve/fit_curve.h"

namespace fitd::curve {

struct HeldFit {
  // False: time was over, or a stop requested; the rest means nothing then.
  bool done = false;
  // Of the minimum over the other parameters; infinite where the model is not finite.
  double chi_square = 0;
  std::vector<double> parameters;  // all of the model
};

// Not thread-safe. What it is made of must outlive it.
class HeldFits {
 public:
  // `parameter` of the model is one of the free ones.
  HeldFits(const CurveFit& fit, int parameter,
           std::optional<std::chrono::steady_clock::time_point> deadline,
           const std::stop_token& stop, Executor* executor);

  // The others begin at `start`, all parameters, within the fit's bounds.
  HeldFit at(double value, std::span<const double> start);

  std::int64_t fits() const { return fits_; }
  std::int64_t nfev() const { return nfev_; }

 private:
  // Where no other parameter is free.
  HeldFit evaluate();

  CurveFit fit_;
  std::size_t parameter_;
  bool alone_;  // no other parameter is free
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  const std::stop_token& stop_;
  Executor* executor_;
  std::int64_t fits_ = 0;
  std::int64_t nfev_ = 0;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_HELD_FITS_H_
