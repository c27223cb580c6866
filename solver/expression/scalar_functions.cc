#include "solver/expression/scalar_functions.h"

#include "solver/expression/functions.h"

namespace fitd::expression {
namespace {

using Results = std::array<double, 3>;

Results voigt(double a, double b) {
  const special::Complex w = special::faddeeva(a, b);
  const special::Complex slope = special::faddeeva_slope(a, b, w);
  return {w.re, slope.re, -slope.im};
}

Results erfcx_pair(double a, double /*b*/) {
  return {special::erfcx(a), special::erfcx_slope(a), 0};
}

Results bernoulli_pair(double a, double /*b*/) {
  return {special::bernoulli(a), special::bernoulli_slope(a), 0};
}

Results langevin_pair(double a, double /*b*/) {
  return {special::langevin(a), special::langevin_slope(a), 0};
}

Results gamma_half_ratio_pair(double a, double /*b*/) {
  const special::ValueAndSlope g = special::gamma_half_ratio(a);
  return {g.value, g.slope, 0};
}

Results gamma_median_pair(double a, double /*b*/) {
  const special::ValueAndSlope g = special::gamma_median(a);
  return {g.value, g.slope, 0};
}

Results gamma_decay(double a, double b) {
  const special::GammaDecay g = special::gamma_decay(a, b);
  return {g.value, g.by_a, g.by_b};
}

Results jinc_pair(double a, double /*b*/) { return {special::jinc(a), special::jinc_slope(a), 0}; }

Results debye_heat_pair(double a, double /*b*/) {
  return {special::debye_heat(a), special::debye_heat_slope(a), 0};
}

}  // namespace

ScalarFunction scalar_function(Operation operation) {
  switch (operation) {
    case Operation::kVoigt:
      return voigt;
    case Operation::kErfcx:
      return erfcx_pair;
    case Operation::kBernoulli:
      return bernoulli_pair;
    case Operation::kLangevin:
      return langevin_pair;
    case Operation::kGammaHalfRatio:
      return gamma_half_ratio_pair;
    case Operation::kGammaMedian:
      return gamma_median_pair;
    case Operation::kGammaDecay:
      return gamma_decay;
    case Operation::kJinc:
      return jinc_pair;
    case Operation::kDebyeHeat:
      return debye_heat_pair;
    case Operation::kWrightOmega:
      return [](double a, double) { return Results{functions::wright_omega(a)}; };
    case Operation::kGamma:
      return [](double a, double) { return Results{functions::gamma(a)}; };
    case Operation::kLogGamma:
      return [](double a, double) { return Results{functions::log_gamma(a)}; };
    case Operation::kDigamma:
      return [](double a, double) { return Results{functions::digamma(a)}; };
    default:
      return nullptr;
  }
}

}  // namespace fitd::expression
