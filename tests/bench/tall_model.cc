#include "tests/bench/tall_model.h"

#include "solver/models/define.h"

namespace fitd::bench {
namespace {

using models::ModelInfo;
using models::Role;

struct TwoGaussiansAndLine {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 8;

  static ModelInfo info() {
    ModelInfo info;
    info.name = "two_gaussians_and_line";
    info.predictors = {{"x", ""}};
    for (const char* name : {"h1", "c1", "s1", "h2", "c2", "s2", "slope", "intercept"}) {
      info.parameters.push_back({name, "", Role::kShape});
    }
    return info;
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [h1, c1, s1, h2, c2, s2, slope, intercept] = p;
    return h1 * exp(-0.5 * models::square((x - c1) / s1)) +
           h2 * exp(-0.5 * models::square((x - c2) / s2)) + slope * x + intercept;
  }
};

}  // namespace

std::unique_ptr<models::Model> tall_model() {
  return std::make_unique<models::DefinedModel<TwoGaussiansAndLine>>();
}

}  // namespace fitd::bench
