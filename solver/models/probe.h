// A scalar without a value: that a formula compiles on it shows that it neither branches on data
// nor leaves the functions of math.h, so that a recorder can run it once and know all of it.
#ifndef FITD_SOLVER_MODELS_PROBE_H_
#define FITD_SOLVER_MODELS_PROBE_H_

namespace fitd::models {

struct ProbeCondition {};

struct Probe {
  constexpr Probe() = default;
  constexpr Probe(double) {}  // NOLINT(google-explicit-constructor): a constant

  friend Probe operator-(Probe) { return {}; }
  friend Probe operator+(Probe, Probe) { return {}; }
  friend Probe operator-(Probe, Probe) { return {}; }
  friend Probe operator*(Probe, Probe) { return {}; }
  friend Probe operator/(Probe, Probe) { return {}; }

  friend ProbeCondition operator<(Probe, Probe) { return {}; }
  friend ProbeCondition operator>(Probe, Probe) { return {}; }
  friend ProbeCondition operator<=(Probe, Probe) { return {}; }
  friend ProbeCondition operator>=(Probe, Probe) { return {}; }
  friend Probe select(ProbeCondition, Probe, Probe) { return {}; }

  friend Probe abs(Probe) { return {}; }
  friend Probe atan(Probe) { return {}; }
  friend Probe cos(Probe) { return {}; }
  friend Probe cosh(Probe) { return {}; }
  friend Probe erf(Probe) { return {}; }
  friend Probe erfc(Probe) { return {}; }
  friend Probe exp(Probe) { return {}; }
  friend Probe expm1(Probe) { return {}; }
  friend Probe log(Probe) { return {}; }
  friend Probe log1p(Probe) { return {}; }
  friend Probe pow(Probe, Probe) { return {}; }
  friend Probe sin(Probe) { return {}; }
  friend Probe sinh(Probe) { return {}; }
  friend Probe sqrt(Probe) { return {}; }
  friend Probe tan(Probe) { return {}; }
  friend Probe tanh(Probe) { return {}; }

  friend Probe bernoulli(Probe) { return {}; }
  friend Probe erfcx(Probe) { return {}; }
  friend Probe gamma_half_ratio(Probe) { return {}; }
  friend Probe gamma_median(Probe) { return {}; }
  friend Probe hill(Probe, Probe) { return {}; }
  friend Probe langevin(Probe) { return {}; }
  friend Probe logistic(Probe) { return {}; }
  friend Probe softplus(Probe) { return {}; }
  friend Probe voigt_function(Probe, Probe) { return {}; }
};

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_PROBE_H_
