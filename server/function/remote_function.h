// A residual function that somebody else evaluates, seen as one of the solver's.
#ifndef FITD_SERVER_FUNCTION_REMOTE_FUNCTION_H_
#define FITD_SERVER_FUNCTION_REMOTE_FUNCTION_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "solver/lm/residual_function.h"

namespace fitd::server {

// Numbers of an answer, wherever they lie.
class AnsweredNumbers {
 public:
  virtual ~AnsweredNumbers() = default;
  virtual std::int64_t count() const = 0;
  // Numbers first .. first + to.size() - 1.
  virtual void read(std::int64_t first, std::span<double> to) const = 0;
};

// Who evaluates. A call blocks until the answer is there; none where there will be no more answers.
// Used by one thread.
class FunctionOwner {
 public:
  virtual ~FunctionOwner() = default;
  // r at K points of n parameters, one after another: K m numbers, row k is r at point k.
  virtual std::unique_ptr<AnsweredNumbers> residuals(std::span<const double> points,
                                                     std::int64_t num_points) = 0;
  // The Jacobian at x: m n numbers.
  virtual std::unique_ptr<AnsweredNumbers> jacobian(std::span<const double> x) = 0;
};

// How an answered Jacobian lies: a row for each residual, or one for each parameter.
enum class JacobianLayout { kRowPerResidual, kRowPerParameter };

struct RemoteShape {
  std::int64_t m = 0;
  int n = 0;
  JacobianLayout layout = JacobianLayout::kRowPerResidual;
  // The most points that one ask may carry; >= 1.
  std::int64_t points_per_ask = 1;
};

// The points of a Jacobian by forward differences go out in one ask. When the owner gives no
// answer, evaluations end as interrupted. Memory: an answer, and 8 n^2 bytes.
class RemoteFunction final : public lm::ResidualFunction {
 public:
  // `owner` must outlive it. `at_start`: the m residuals at the start, which the first call of
  // residuals() returns.
  RemoteFunction(FunctionOwner& owner, const RemoteShape& shape,
                 std::unique_ptr<AnsweredNumbers> at_start);

  std::int64_t num_residuals() const override { return shape_.m; }
  int num_parameters() const override { return shape_.n; }
  lm::EvaluationStatus residuals(std::span<const double> x, std::span<double> r,
                                 const lm::Interrupt& interrupt) override;
  void expect_displaced(std::span<const double> x, double step, const lm::Box& box) override;
  lm::EvaluationStatus jacobian(std::span<const double> x, std::span<double> j,
                                const lm::Interrupt& interrupt) override;

 private:
  // Asks for the next expected points, as many as one ask may carry.
  bool ask_for_expected();

  FunctionOwner& owner_;
  const RemoteShape shape_;
  std::unique_ptr<AnsweredNumbers>
      answer_;                    // residuals at the points first_ .. first_ + in_answer_ - 1
  std::vector<double> expected_;  // points to come, n each; room for n
  std::int64_t num_expected_ = 0;
  std::int64_t next_ = 0;  // of the expected points
  std::int64_t first_ = 0;
  std::int64_t in_answer_ = 0;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_FUNCTION_REMOTE_FUNCTION_H_
