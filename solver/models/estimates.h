// Shapes read off data, for guesses. For every function: x and y are finite, of the same length >=
// 1, in any order; duplicates, constant and huge data are fine; every number returned is finite
// unless said otherwise, and every width and rate scale is positive.
#ifndef FITD_SOLVER_MODELS_ESTIMATES_H_
#define FITD_SOLVER_MODELS_ESTIMATES_H_

#include <span>
#include <vector>

#include "solver/models/points.h"
#include "solver/models/projection.h"

namespace fitd::models {

enum class Baseline { kZero, kFree };

struct PeakEstimate {
  double height;  // above the baseline; negative for a dip
  double center;
  double fwhm;
  double baseline;
};

// The largest excursion from the baseline, read off smoothed data.
PeakEstimate estimate_peak(std::span<const double> x, std::span<const double> y,
                           Baseline baseline = Baseline::kZero);

struct LineEstimate {
  double slope;
  double intercept;
};
LineEstimate estimate_line(std::span<const double> x, std::span<const double> y);

// c_0 + c_1 x + ... + c_degree x^degree, by least squares.
std::vector<double> estimate_polynomial(std::span<const double> x, std::span<const double> y,
                                        int degree);

// A step left -> right with the shape of logistic((x - center)/width).
struct StepEstimate {
  double left;
  double right;
  double center;
  double width;
};
StepEstimate estimate_step(std::span<const double> x, std::span<const double> y,
                           Baseline left = Baseline::kFree);

// The same in log x, for x > 0: logistic(slope*log(x/center)).
struct LogStepEstimate {
  double left;
  double right;
  double center;
  double slope;
};
LogStepEstimate estimate_log_step(std::span<const double> x, std::span<const double> y,
                                  Baseline left = Baseline::kFree);

// amplitude*exp(-rate*x) + offset; the rate may have either sign, the amplitude overflow.
struct ExponentialEstimate {
  double amplitude;
  double rate;
  double offset;
};
ExponentialEstimate estimate_exponential(std::span<const double> x, std::span<const double> y,
                                         Baseline offset = Baseline::kZero);

// amplitude*x^exponent, from the points with x > 0 and y of the more frequent sign.
struct PowerEstimate {
  double amplitude;
  double exponent;
};
PowerEstimate estimate_power(std::span<const double> x, std::span<const double> y);

// amplitude*sin(frequency*x + phase) + offset; amplitude >= 0, -pi < phase <= pi.
struct SineEstimate {
  double amplitude;
  double frequency;
  double phase;
  double offset;
};
SineEstimate estimate_sine(std::span<const double> x, std::span<const double> y);

// A peak over the plane, from moments of what lies above half its height.
struct SurfacePeakEstimate {
  double height;
  double x0;
  double y0;
  double sigma_x;  // along x
  double sigma_y;  // along y
  double correlation;
  double baseline;
};
SurfacePeakEstimate estimate_surface_peak(std::span<const double> x, std::span<const double> y,
                                          std::span<const double> z,
                                          Baseline baseline = Baseline::kZero);

// Places, lengths and rates over the range of x that are worth trying.
std::vector<double> location_grid(const Points& points);
std::vector<double> length_grid(const Points& points);
std::vector<double> rate_grid(const Points& points);

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_ESTIMATES_H_
