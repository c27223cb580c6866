// The gamma function off the real axis, against that on it.
#ifndef FITD_SOLVER_SPECIAL_GAMMA_DECAY_H_
#define FITD_SOLVER_SPECIAL_GAMMA_DECAY_H_

namespace fitd::special {

// |Gamma(a + i b)/Gamma(a)|^2, a > 0 (NaN elsewhere), any b: 1 at b = 0, and its partial
// derivatives. Good to 1e-13 as far as the value is not tiny. Thread-safe.
struct GammaDecay {
  double value;
  double by_a;
  double by_b;
};
GammaDecay gamma_decay(double a, double b);

}  // namespace fitd::special

#endif  // FITD_SOLVER_SPECIAL_GAMMA_DECAY_H_
