// The shape of a model's example curve, found numerically on its values alone.
#ifndef FITD_TESTS_SOLVER_MODELS_CURVE_SHAPE_H_
#define FITD_TESTS_SOLVER_MODELS_CURVE_SHAPE_H_

#include <functional>
#include <vector>

#include "solver/models/model.h"

namespace fitd::models {

using Function = std::function<double(double)>;

// The example of a model of one predictor; what else it has (an inhibitor) is held at 0.
class CurveShape {
 public:
  explicit CurveShape(const Model& model);

  const Model& model() const { return model_; }
  double operator()(double x) const;
  // The parameter of that name; 0 where there is none.
  double parameter(const char* name) const;
  // Level far from a peak: the parameter with the role of an offset.
  double baseline() const;

  // Where the distance from the baseline is greatest within a few times the example's range.
  double top() const;
  double full_width_at_half_maximum() const;
  // Of f less the baseline, over all x or from 0 on.
  double area() const;
  double area_from_zero() const;
  // The greatest slope by size, and where it is.
  double steepest_at() const;
  double slope(double x) const;
  double span() const { return to_ - from_; }
  double from() const { return from_; }
  double to() const { return to_; }

 private:
  const Model& model_;
  std::vector<double> p_;
  double from_;
  double to_;
};

// Where f is largest in [from, to]: a scan, refined by golden section.
double argmax(const Function& f, double from, double to);

// Where f, of opposite signs at a and b, is zero.
double bisect(const Function& f, double a, double b);

}  // namespace fitd::models

#endif  // FITD_TESTS_SOLVER_MODELS_CURVE_SHAPE_H_
