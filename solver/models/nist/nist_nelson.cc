#include "solver/models/define.h"

namespace fitd::models {
namespace {

struct NistNelson {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "nist_nelson",
        .description =
            "Dielectric breakdown against time and temperature: NIST's Nelson, for log(y).",
        .formula = "b1 - b2*x1*exp(-b3*x2)",
        .parameters = {{"b1", "offset b1 of the formula", Role::kOffset},
                       {"b2", "rate or coefficient b2 of the formula", Role::kRate},
                       {"b3", "rate or coefficient b3 of the formula", Role::kRate}},
        .predictors = {{"x1", "time, in weeks"}, {"x2", "temperature, in degrees Celsius"}},

        .example = {.parameters = {2.5906836021, 5.6177717026e-09, -0.057701013174},
                    .ranges = {{1, 64}, {180, 275}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x1, x2] = at;
    const auto& [b1, b2, b3] = p;
    return b1 - b2 * x1 * exp(-b3 * x2);
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_nelson, NistNelson)

}  // namespace fitd::models
