// Points that are spread evenly along every axis.
#ifndef FITD_SOLVER_CURVE_LATIN_HYPERCUBE_H_
#define FITD_SOLVER_CURVE_LATIN_HYPERCUBE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fitd::curve {

// `points` points in (0, 1)^dimensions, row-major. Along each axis every interval of length
// 1/points holds one of them, at a random place: for any number of points and of dimensions, where
// a Sobol sequence has that for powers of two (M. D. McKay, R. J. Beckman and W. J. Conover, "A
// Comparison of Three Methods for Selecting Values of Input Variables", Technometrics 21 (1979)
// 239). Of several such hypercubes the one is taken whose nearest points are the furthest apart (M.
// E. Johnson, L. M. Moore and D. Ylvisaker, J. Stat. Plan. Inference 26 (1990) 131), unless there
// are many points.
//
// The same on every machine for the same arguments.
std::vector<double> latin_hypercube(std::size_t points, std::size_t dimensions, std::uint64_t seed);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_LATIN_HYPERCUBE_H_
