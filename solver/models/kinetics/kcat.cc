#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Kcat {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "kcat",
        .description = "Turnover of an enzyme of known concentration.",
        .formula = "Et*kcat*x/(Km + x)",
        .parameters = {{"Et", "concentration of the enzyme's sites", Role::kHeight, 0, kInfinity,
                        1},
                       {"kcat", "turnover number, in y over Et", Role::kHeight},
                       {"Km", "Michaelis constant, in x", Role::kScale, 0}},
        .predictors = {{"x", "substrate concentration"}},
        .example = {.parameters = {1, 10, 3}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Et, kcat, Km] = p;

    return Et * kcat * x / (Km + x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Et, kcat, Km] = p;
    return {{"Vmax", "greatest velocity, in y", Et * kcat},
            {"efficiency", "catalytic efficiency kcat/Km", kcat / Km}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) { phi[0] = u / (s[0] + u); };
    const Projection best = project(points, 1, basis, each(length_grid(points)));
    return {1, best.c[0], best.s[0]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(kcat, Kcat)

}  // namespace fitd::models
