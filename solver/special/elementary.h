// Functions of elementary form that overflow or cancel when written naively. All are exact to a few
// ulp for every argument, NaN for NaN, and thread-safe.
#ifndef FITD_SOLVER_SPECIAL_ELEMENTARY_H_
#define FITD_SOLVER_SPECIAL_ELEMENTARY_H_

namespace fitd::special {

// 1/(1 + exp(-t)), and its derivative.
double logistic(double t);
double logistic_slope(double t);

// log(1 + exp(t)); its derivative is logistic(t).
double softplus(double t);

// u^b/(1 + u^b) for u >= 0, a sigmoid in log u, and its partial derivatives. At u = 0 the value is
// 0 (b > 0), 1/2 (b = 0) or 1 (b < 0), and by_b is 0.
double hill(double u, double b);
struct HillSlopes {
  double by_u;
  double by_b;
};
HillSlopes hill_slopes(double u, double b);

// The generating function of the Bernoulli numbers, u/(exp(u) - 1), 1 at u = 0, and its derivative.
double bernoulli(double u);
double bernoulli_slope(double u);

// The Langevin function coth(u) - 1/u, 0 at u = 0, and its derivative.
double langevin(double u);
double langevin_slope(double u);

}  // namespace fitd::special

#endif  // FITD_SOLVER_SPECIAL_ELEMENTARY_H_
