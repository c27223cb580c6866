#include "server/function/wire_owner.h"

#include <utility>

#include "server/function/validate_function.h"

namespace fitd::server {
namespace {

// Reads where the message has them.
class MessageNumbers final : public AnsweredNumbers {
 public:
  explicit MessageNumbers(v1::Array&& array) : array_(std::move(array)) {}

  std::int64_t count() const override { return element_count(array_); }
  void read(std::int64_t first, std::span<double> to) const override {
    read_elements(array_, first, to);
  }

 private:
  const v1::Array array_;
};

}  // namespace

std::unique_ptr<AnsweredNumbers> WireOwner::residuals(std::span<const double> points,
                                                      std::int64_t num_points) {
  return evaluate(v1::Evaluate::WHAT_RESIDUALS, points, num_points);
}

std::unique_ptr<AnsweredNumbers> WireOwner::jacobian(std::span<const double> x) {
  return evaluate(v1::Evaluate::WHAT_JACOBIAN, x, 1);
}

std::unique_ptr<AnsweredNumbers> WireOwner::evaluate(v1::Evaluate::What what,
                                                     std::span<const double> points,
                                                     std::int64_t num_points) {
  auto& evaluate = *next_.mutable_evaluate();
  evaluate.set_id(++asks_);
  evaluate.set_what(what);
  *evaluate.mutable_points() = to_array(points, {num_points, n_}, encoding_);
  std::optional<v1::Evaluation> answer = ask_(std::exchange(next_, {}));
  if (!answer) return nullptr;
  status_ = validate(*answer, {.id = asks_,
                               .what = what,
                               .num_points = num_points,
                               .m = m_,
                               .n = n_,
                               .col_deriv = col_deriv_});
  if (!status_.ok()) return nullptr;
  return std::make_unique<MessageNumbers>(std::move(
      answer->has_residuals() ? *answer->mutable_residuals() : *answer->mutable_jacobian()));
}

}  // namespace fitd::server
