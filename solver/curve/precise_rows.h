// Residuals and exact derivatives of a curve fit in double-double, point by point.
#ifndef FITD_SOLVER_CURVE_PRECISE_ROWS_H_
#define FITD_SOLVER_CURVE_PRECISE_ROWS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "solver/curve/curve_data.h"
#include "solver/double_double/double_double.h"
#include "solver/expression/differentiate.h"
#include "solver/models/model.h"

namespace fitd::curve {

using Precise = double_double::DoubleDouble;

// The rows (J, r) of n free parameters, evaluated as the formula's graph and its derivatives say,
// operation by operation. Data, fixed parameters and the formula's constants are exactly the
// doubles they are. Immutable and thread-safe; the data must outlive it.
class PreciseRows {
 public:
  // `model` has a formula. `start`: all parameters, of which those not in `free` keep their value.
  PreciseRows(const models::Model& model, const CurveData& data, std::span<const int> free,
              std::span<const double> start);

  std::size_t num_points() const { return data_.y.size(); }
  std::size_t num_free() const { return free_.size(); }

  // Numbers of scratch that a thread needs.
  std::size_t scratch_size() const { return steps_.size() + parameters_.size(); }

  // Computes what all points share, at x (n entries). The two below then look into `scratch`.
  void begin(std::span<const Precise> x, std::span<Precise> scratch) const;

  // The derivatives of r_i = (model - y)/sigma by the free parameters and then r_i itself: n + 1.
  void row(std::size_t i, std::span<Precise> scratch, std::span<Precise> out) const;

  // The model, unweighted, of the point that row() was last asked for.
  Precise value(std::span<const Precise> scratch) const { return scratch[roots_.back()]; }

 private:
  struct Step {
    expression::Operation operation;
    std::uint32_t index;
    double constant;
    std::array<std::uint32_t, 3> operands;  // steps
  };

  void add_steps(const expression::Gradient& gradient);
  Precise evaluate(const Step& step, std::span<const Precise> scratch) const;

  CurveData data_;
  std::vector<int> free_;
  std::vector<double> parameters_;  // all
  std::vector<Step> steps_;         // those that depend on no predictor first
  std::size_t num_shared_ = 0;
  std::vector<std::uint32_t> roots_;  // steps: the n derivatives, then the value
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_PRECISE_ROWS_H_
