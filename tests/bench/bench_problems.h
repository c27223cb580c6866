// The problems on which fitd's core runs beside its peers.
#ifndef FITD_TESTS_BENCH_BENCH_PROBLEMS_H_
#define FITD_TESTS_BENCH_BENCH_PROBLEMS_H_

#include <memory>
#include <string>
#include <vector>

#include "solver/lm/residual_function.h"

namespace fitd::bench {

// Fits to make one after the other; every solver gets the same functions.
struct Workload {
  struct Problem {
    std::unique_ptr<lm::ResidualFunction> function;
    std::vector<double> start;
  };
  std::string name;
  std::vector<Problem> problems;
};

// The 53 More-Garbow-Hillstrom runs; single curves of NIST's kind with few points and with 1e3 to
// 1e5.
std::vector<Workload> workloads();

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_BENCH_PROBLEMS_H_
