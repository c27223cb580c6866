// A model, data, weights and fixed parameters seen as a residual function of the free parameters.
#ifndef FITD_SOLVER_CURVE_CURVE_FUNCTION_H_
#define FITD_SOLVER_CURVE_CURVE_FUNCTION_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "solver/curve/curve_data.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/residual_function.h"
#include "solver/models/model.h"

namespace fitd::curve {

// r_i = (model(x_i, p) - y_i)/sigma_i and its derivatives by the free parameters; under a Poisson
// loss, whose residuals they are (CurveLoss), the model's values themselves; of correlated data
// whitened. The model is walked in
// blocks of points that stay in cache; `interrupt` is polled between them. Not thread-safe: holds
// the scratch of a block. The model and the data must outlive it.
class CurveFunction final : public lm::ResidualFunction {
 public:
  // `start`: all parameters; those with `fixed` keep their value. At least one is free.
  CurveFunction(const models::Model& model, const CurveData& data, std::span<const double> start,
                const std::vector<bool>& fixed);

  std::int64_t num_residuals() const override { return std::ssize(data_.y); }
  int num_parameters() const override { return static_cast<int>(free_.size()); }
  lm::EvaluationStatus residuals(std::span<const double> x, std::span<double> r,
                                 const lm::Interrupt& interrupt) override;
  lm::EvaluationStatus jacobian(std::span<const double> x, std::span<double> j,
                                const lm::Interrupt& interrupt) override;

  // Indices of the free parameters, ascending.
  const std::vector<int>& free() const { return free_; }

  // The free entries of `parameters`, which holds all.
  std::vector<double> free_entries(std::span<const double> parameters) const;

  // All parameters, the free ones from x.
  std::span<const double> all_parameters(std::span<const double> x);

  // The model, unweighted, at all points.
  lm::EvaluationStatus values(std::span<const double> x, std::span<double> f,
                              const lm::Interrupt& interrupt);

  // Rows first .. first + rows - 1 of J(x), rows <= block_rows(), into `j`: column-major, columns
  // `stride` apart. Not whitened.
  void jacobian_rows(std::span<const double> x, std::size_t first, std::size_t rows, double* j,
                     std::size_t stride);

  // The model's values at the points of the last jacobian_rows().
  std::span<const double> last_values(std::size_t rows) const {
    return std::span(block_f_).first(rows);
  }

  const CurveData& data() const { return data_; }

  // Points in a block: as many as keep it in the first-level cache. Depends on the model alone.
  std::size_t block_rows() const { return block_rows_; }
  static std::size_t block_rows(int num_parameters);

 private:
  // Whitens whole columns of what was evaluated with `status`, where data are correlated.
  lm::EvaluationStatus whitened(lm::EvaluationStatus status, std::span<double> columns,
                                const lm::Interrupt& interrupt) const;
  // Calls step(first, rows) for each block; kInterrupted when `interrupt` said to end.
  template <class Step>
  lm::EvaluationStatus for_each_block(const lm::Interrupt& interrupt, const Step& step);

  const models::Model& model_;
  CurveData data_;
  std::vector<int> free_;
  std::vector<double> parameters_;
  std::size_t block_rows_;
  std::vector<double> block_f_;   // block_rows
  std::vector<double> block_df_;  // block_rows x all parameters, row-major
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_CURVE_FUNCTION_H_
