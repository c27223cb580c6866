// Starting values by variable projection: y ~ sum_k c_k phi_k(x; s) is linear in c, so that only
// the few s have to be searched.
#ifndef FITD_SOLVER_MODELS_PROJECTION_H_
#define FITD_SOLVER_MODELS_PROJECTION_H_

#include <cstddef>
#include <initializer_list>
#include <span>
#include <vector>

#include "solver/models/points.h"

namespace fitd::models {

// Least squares of y on columns of its length, none longer than a few tens. Columns that depend on
// those before them get 0. Everything finite for finite input.
std::vector<double> linear_fit(const std::vector<std::vector<double>>& columns,
                               std::span<const double> y);

// phi_k(x; s) -> phi[k]. May fill up to 16, whatever the number of terms that are used.
using Basis = void (*)(double x, const double* s, double* phi);

struct Projection {
  std::vector<double> s;
  std::vector<double> c;  // finite
  double misfit = 0;      // sum of squared residuals over sum of y^2
};

// A choice of s to try.
using Candidate = std::vector<double>;

// The best of the candidates, refined by a compass search whose first steps are `steps` or, where
// that is 0 or missing, 0.3 |s|. Candidates with non-finite phi are passed over; if all are, c = 0.
Projection project(const Points& points, std::size_t terms, Basis basis,
                   const std::vector<Candidate>& candidates, const std::vector<double>& steps = {});

// {{a}} for each a.
std::vector<Candidate> each(const std::vector<double>& a);

// {{a, b}} for all pairs; {{a, b, c}} for all triples.
std::vector<Candidate> all_pairs(const std::vector<double>& a, const std::vector<double>& b);
std::vector<Candidate> all_triples(const std::vector<double>& a, const std::vector<double>& b,
                                   const std::vector<double>& c);

// {{a_i, a_j}} for i < j.
std::vector<Candidate> ordered_pairs(const std::vector<double>& a);

// `scale` times each factor.
std::vector<double> scaled(double scale, std::initializer_list<double> factors);

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_PROJECTION_H_
