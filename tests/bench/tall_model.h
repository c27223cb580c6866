// The model of the workload `tall`, written as the catalogue's are.
#ifndef FITD_TESTS_BENCH_TALL_MODEL_H_
#define FITD_TESTS_BENCH_TALL_MODEL_H_

#include <memory>

#include "solver/models/model.h"

namespace fitd::bench {

// Two Gaussians by height, centre and sigma, and a line: slope, intercept.
std::unique_ptr<models::Model> tall_model();

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_TALL_MODEL_H_
