// Walks over the points of several data sets, each with its own model and parameters.
#ifndef FITD_SOLVER_CURVE_GLOBAL_WALK_H_
#define FITD_SOLVER_CURVE_GLOBAL_WALK_H_

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "solver/curve/aligned_doubles.h"
#include "solver/curve/block_walk.h"
#include "solver/curve/executor.h"
#include "solver/curve/global_fit.h"
#include "solver/curve/point_sums.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/problem.h"
#include "solver/lm/result.h"

namespace fitd::curve {

// n free parameters of the fit, m points of all sets. Each set is walked for itself and leaves sums
// over its own parameters, which are then added, in the order of the sets, where its parameters are
// among those of the fit: the work of a point depends on its own model alone. Small sets are spread
// over threads, large ones are walked by all of them; no bit depends on how many these are. Not
// thread-safe.
class GlobalWalk {
 public:
  // What it is given must outlive it.
  GlobalWalk(const GlobalFit& fit, Executor* executor);
  ~GlobalWalk();

  std::size_t num_points() const { return num_points_; }
  std::size_t num_free() const { return free_.size(); }
  // Indices of the free parameters of the fit, ascending.
  const std::vector<int>& free() const { return free_; }
  // Whether every set has few enough parameters for its products to be summed.
  bool sums_products() const;

  // All parameters of the fit, the free ones from x.
  std::vector<double> all_parameters(std::span<const double> x) const;

  // Fills `out`, whose x is set.
  lm::EvaluationStatus sum(Fold fold, PointSums& out, const lm::Interrupt& interrupt);

  // As the functions of rare_walks.h.
  lm::ResidualNorm careful_norm(std::span<const double> x, const lm::Interrupt& interrupt);
  lm::Fault worst_entry(std::span<const double> x, int column, const lm::Interrupt& interrupt);
  std::vector<double> residuals_at(std::span<const double> x, const lm::Interrupt& interrupt);
  std::vector<double> values_at(std::span<const double> x, const lm::Interrupt& interrupt);
  std::vector<double> factored_jacobian_at(std::span<const double> x, lm::LmResult& result,
                                           const lm::Interrupt& interrupt);

  // ||r(x)|| of each set.
  std::vector<double> set_norms(std::span<const double> x, const lm::Interrupt& interrupt);

 private:
  struct Part;

  // The free parameters of a part, from those of the fit.
  static std::span<const double> own(Part& part, std::span<const double> x);
  void sum_parts(Fold fold, std::span<const double> x, const lm::Interrupt& interrupt);
  void add_products(const Part& part, PointSums& out);
  void fold_triangle(const Part& part, PointSums& out);

  std::vector<int> free_;
  std::vector<double> parameters_;
  std::size_t num_points_ = 0;
  Executor* executor_;
  std::vector<std::unique_ptr<Part>> parts_;
  std::vector<Part*> small_;  // of one chunk
  std::vector<Part*> large_;
  AlignedDoubles block_;  // rows of a part's triangle, n + 1 columns
  std::vector<double> dots_;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_GLOBAL_WALK_H_
