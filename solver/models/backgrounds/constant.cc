#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Constant {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 1;

  static ModelInfo info() {
    return {
        .name = "constant",
        .description = "Constant.",
        .formula = "c",
        .parameters = {{"c", "level, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {2}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>&, const std::array<T, kParameters>& p) {
    return p[0];
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return estimate_polynomial(x[0], y, 0);
  }
};

}  // namespace

FITD_DEFINE_MODEL(constant, Constant)

}  // namespace fitd::models
