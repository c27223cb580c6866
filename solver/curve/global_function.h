// The residuals of several data sets as one vector.
#ifndef FITD_SOLVER_CURVE_GLOBAL_FUNCTION_H_
#define FITD_SOLVER_CURVE_GLOBAL_FUNCTION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "solver/curve/curve_function.h"
#include "solver/curve/global_fit.h"
#include "solver/curve/parameter_covariance.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/residual_function.h"

namespace fitd::curve {

// Set after set, each as CurveFunction has it; a derivative by a parameter that a set does not have
// is 0. Not thread-safe. The fit must outlive it.
class GlobalFunction final : public lm::ResidualFunction {
 public:
  explicit GlobalFunction(const GlobalFit& fit);

  std::int64_t num_residuals() const override { return num_points_; }
  int num_parameters() const override { return static_cast<int>(free_.size()); }
  lm::EvaluationStatus residuals(std::span<const double> x, std::span<double> r,
                                 const lm::Interrupt& interrupt) override;
  lm::EvaluationStatus jacobian(std::span<const double> x, std::span<double> j,
                                const lm::Interrupt& interrupt) override;

  // The models, unweighted, at all points.
  lm::EvaluationStatus values(std::span<const double> x, std::span<double> f,
                              const lm::Interrupt& interrupt);

  // As inverse_normal_matrix_at() of one set.
  std::optional<Matrix> inverse_normal_matrix(std::span<const double> x,
                                              const std::vector<bool>& held,
                                              const lm::Interrupt& interrupt);

  // Indices of the free parameters of the fit, ascending.
  const std::vector<int>& free() const { return free_; }
  std::vector<double> all_parameters(std::span<const double> x) const;
  // ||r|| of each set, out of those of all.
  std::vector<double> set_norms(std::span<const double> r) const;

 private:
  struct Part {
    CurveFunction function;
    std::vector<int> columns;  // of its free parameters, among those of the fit
    std::size_t first;         // of its points
    std::size_t points;
  };

  static std::vector<double> own(const Part& part, std::span<const double> x);

  std::vector<int> free_;
  std::vector<double> parameters_;
  std::vector<Part> parts_;
  std::int64_t num_points_ = 0;
  std::vector<double> block_;  // of derivatives
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_GLOBAL_FUNCTION_H_
