// A model's values and derivatives over blocks of points.
#ifndef FITD_SOLVER_EXPRESSION_BLOCK_FUNCTION_H_
#define FITD_SOLVER_EXPRESSION_BLOCK_FUNCTION_H_

#include <cstddef>
#include <memory>
#include <span>

#include "solver/expression/graph.h"
#include "solver/models/model.h"

namespace fitd::expression {

// A function and its derivatives by some of its parameters, the free ones. Immutable, thread-safe:
// what a thread writes is its own scratch. Agrees with Model::values() and derivatives() to
// rounding, not to the bit. Where a value is not finite, so is the model's; its derivatives are
// then of no meaning.
class BlockFunction {
 public:
  // The largest number of points a call may ask for.
  static constexpr std::size_t kMaxRows = 256;

  virtual ~BlockFunction() = default;

  // How many doubles, aligned to 64 bytes, a thread brings as `scratch`.
  virtual std::size_t scratch_doubles() const = 0;

  // Prepares `scratch` for parameters p, all of the model's: what depends on them alone is computed
  // once. The calls below see p as it is now; it need not outlive this one.
  virtual void begin(std::span<const double> p, double* scratch) const = 0;

  // f[i] at the points first + i, 0 <= i < rows <= kMaxRows. Needs begin() with this scratch.
  virtual void values(models::Predictors x, std::size_t first, std::size_t rows, double* f,
                      double* scratch) const = 0;

  // The same, with the derivative by the k-th free parameter in df[k*stride + i]; stride >= rows.
  virtual void derivatives(models::Predictors x, std::size_t first, std::size_t rows, double* f,
                           double* df, std::size_t stride, double* scratch) const = 0;
};

// `free`: indices of the parameters to differentiate by, in the order of the columns. The model
// outlives the result. Any model will do: what of a sum has compiled kernels runs in these, the
// rest on a tape, and a model without a formula() is asked point by point.
std::unique_ptr<const BlockFunction> compile_block_function(const models::Model& model,
                                                            std::span<const int> free);

// The same for a formula, always by its tape. At most kMaxPredictors predictors.
inline constexpr int kMaxPredictors = 16;
std::unique_ptr<const BlockFunction> compile_block_function(const Formula& formula,
                                                            std::span<const int> free);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_BLOCK_FUNCTION_H_
