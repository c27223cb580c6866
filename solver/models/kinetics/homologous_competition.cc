#include <algorithm>
#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct HomologousCompetition {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "homologous_competition",
        .description =
            "Competition of a ligand with itself, labelled and not, against the decimal logarithm "
            "of its molar concentration.",
        .formula = "Bmax*HotNM/(HotNM + 10^(x + 9) + 10^(LogKd + 9)) + Bottom",
        .parameters = {{"Bmax", "greatest binding, in y", Role::kHeight},
                       {"LogKd", "log10 of the dissociation constant, in mol/l", Role::kLocation},
                       {"Bottom", "nonspecific binding, in y", Role::kOffset},
                       {"HotNM", "concentration of the labelled ligand, in nmol/l", Role::kScale, 0,
                        kInfinity, 1}},
        .predictors = {{"x", "log10 of the unlabelled concentration in mol/l"}},
        .example = {.parameters = {5000, -8.6, 100, 1}, .ranges = {{-11, -5}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Bmax, LogKd, Bottom, HotNM] = p;

    return Bmax * HotNM / (HotNM + exp(kLn10 * (x + 9.0)) + exp(kLn10 * (LogKd + 9.0))) + Bottom;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Bmax, LogKd, Bottom, HotNM] = p;
    return {{"Kd", "dissociation constant, in mol/l", exp(kLn10 * LogKd)},
            {"ic50", "concentration that halves the binding, in mol/l",
             1e-9 * HotNM + exp(kLn10 * LogKd)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const StepEstimate step = estimate_step(x[0], y);
    // The middle is at HotNM + Kd.
    const double kd = std::max(std::exp(kLn10 * (step.center + 9)) - 1, 0.1);
    return {(step.left - step.right) * (1 + kd), std::log10(kd) - 9, step.right, 1};
  }
};

}  // namespace

FITD_DEFINE_MODEL(homologous_competition, HomologousCompetition)

}  // namespace fitd::models
