// The step of a bounded minimisation: a path through the box, of straight pieces, each the
// Levenberg-Marquardt step of the parameters that no bound holds.
#ifndef FITD_SOLVER_LM_BOX_STEP_H_
#define FITD_SOLVER_LM_BOX_STEP_H_

#include <cstddef>
#include <span>
#include <vector>

#include "solver/lm/box.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/lm_parameter.h"
#include "solver/lm/problem.h"
#include "solver/lm/qr_factorization.h"
#include "solver/lm/trust_region.h"

namespace fitd::lm {

// A step within a box, from an iterate in it.
struct BoxStepOutcome {
  bool interrupted = false;    // nothing else means anything then
  bool damped = false;         // whether lm_parameter left its S below the linearisation's own R
  double lambda = 0;           // of the path's first piece
  double norm = 0;             // ||D p||
  double reach = 0;            // the same, or of the first piece had no bound cut it, the larger
  Prediction prediction = {};  // of the whole path
};

// Works on a linearisation alone, whoever made it. The path of take():
//
//   1. Parameters that stand at a bound and would leave the box downhill are held. The columns of
//      the others are taken out of R and triangularised anew: their own linearisation, with the
//      residuals at the end of the path so far.
//   2. lm_parameter finds the step of the free ones within what is left of the region. It is
//      followed to the first bound it meets; what meets it is held there, and 1 follows.
//   3. Once a piece met no bound and filled no region, the held parameters whose multiplier (the
//      derivative of the model's sum of squares) points into the box are free again, and 1 follows.
//      Where there are none, the path has found the model's minimum over the box.
//
// The model's sum of squares falls along every piece, and the pieces together are no longer than
// the region allows one to be. Where no bound is met and none holds, the step is MINPACK's, to the
// bit.
//
// Sources: the active set is that of Stark and Parker, "Bounded-variable least squares",
// Computational Statistics 10 (1995), 129-141, started anew at every linearisation as in Bertsekas,
// "Projected Newton methods", SIAM J. Control Optim. 20 (1982), 221-246; that a Newton step cut at
// the first bound is continued with the rest follows Conn, Gould and Toint, "Global convergence of
// a class of trust region algorithms for optimization with simple bounds", SIAM J. Numer. Anal. 25
// (1988), 433-460; the pieces are More (1978).
//
// Allocates at construction alone: about 8 (2 n^2 + 16 n) bytes. Not thread-safe.
class BoxStep {
 public:
  // `box`, not empty, must outlive it.
  explicit BoxStep(const Box& box);

  // A new linearisation at `x`, which is in the box, where the residuals' norm is `norm`. Both must
  // stay as they are until the next one.
  void begin(const Linearization& model, std::span<const double> x, double norm);

  // The largest cosine of the angle between the residuals and a column of a free parameter.
  double gradient_cosine() const { return gradient_cosine_; }

  // The path within `region` under the scale `diag`; the search for lambda starts at the region's.
  // Its end, in the box, goes to `trial`. Some parameter is free.
  BoxStepOutcome take(TrustRegion region, std::span<const double> diag, std::span<double> trial,
                      PacedPoll& poll);

  // ||D v|| over the parameters that are free: at the iterate after begin(), at the end of the path
  // after take().
  double free_norm(std::span<const double> diag, std::span<const double> v);

  // Whether a held parameter alone, let go at the end of the path, could still bring a relative
  // reduction of the sum of squares above `tolerance`, by the linear model.
  bool held_could_gain(double tolerance);

 private:
  // The Levenberg-Marquardt step q of the free parameters.
  struct Piece {
    double fraction;    // of q that the path follows, in [0, 1]
    double norm;        // ||D q||
    double model_norm;  // ||J q||
    LmParameter parameter;

    bool is_cut() const { return fraction < 1; }
  };

  std::size_t size() const { return standing_.size(); }
  bool is_free(std::size_t j) const { return standing_[j] == Standing::kFree; }
  bool is_whole() const { return free_.size() == size(); }

  void measure_cosines(std::span<const double> rhs);
  // Whether parameter j would enter the box downhill, beyond what rounding makes of a cosine.
  bool wants_in(std::size_t j) const;
  bool release();
  void list_free();

  bool take_out_free_columns(PacedPoll& poll);
  Piece next_piece(double radius, double lambda, bool first, std::span<const double> diag,
                   PacedPoll& poll);
  double room(std::size_t j, double direction) const;
  void follow(const Piece& piece);

  void begin_path();
  void add_piece(const Piece& piece, bool first, BoxStepOutcome& outcome) const;
  void measure_bent_path(std::span<const double> diag, BoxStepOutcome& outcome);
  void end_path(std::span<double> trial) const;

  const Box& box_;
  Linearization model_{};
  std::span<const double> x_;
  double norm_ = 0;
  double gradient_cosine_ = 0;
  bool is_complete_ = true;  // whether the last path ended for a reason of its own

  // By parameter.
  std::vector<Standing> at_iterate_;
  std::vector<Standing> standing_;  // along the path
  std::vector<double> cosine_;      // signed, between the residuals and its column
  std::vector<double> path_;        // the way so far
  std::vector<double> image_;       // J path_, first n entries of its image under Q'
  std::vector<double> rhs_;         // Q'r at the path's end; over norm_ while cosines are measured
  std::vector<double> scratch_;

  // Of the free parameters: their numbers, and their linearisation.
  std::vector<std::size_t> free_;
  std::vector<double> columns_;  // n rows
  std::vector<double> free_r_;
  std::vector<int> free_permutation_;
  std::vector<double> free_qtf_;
  std::vector<double> free_norms_;
  std::vector<double> free_diag_;
  std::vector<double> direction_;
  Linearization free_model_{};
  QrWorkspace qr_;
  LmParameterWorkspace lm_parameter_;
};

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_BOX_STEP_H_
