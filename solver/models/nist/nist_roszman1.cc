#include "solver/models/define.h"

namespace fitd::models {
namespace {

struct NistRoszman1 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "nist_roszman1",
        .description = "Quantum defects in iodine: NIST's Roszman1.",
        .formula = "b1 - b2*x - atan(b3/(x-b4))/pi",
        .parameters = {{"b1", "offset b1 of the formula", Role::kOffset},
                       {"b2", "rate or coefficient b2 of the formula", Role::kRate},
                       {"b3", "scale b3 of the formula", Role::kScale},
                       {"b4", "location b4 of the formula", Role::kLocation}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {0.20196866396, -6.1953516256e-06, 1204.4556708, -181.34269537},
                    .ranges = {{-4868.68, -464.17}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3, b4] = p;
    return b1 - b2 * x - atan(b3 / (x - b4)) / kPi;
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_roszman1, NistRoszman1)

}  // namespace fitd::models
