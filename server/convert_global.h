// A valid request with data sets as a job for the solver, and what its outcome says of the sets.
#ifndef FITD_SERVER_CONVERT_GLOBAL_H_
#define FITD_SERVER_CONVERT_GLOBAL_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "fitd/v1/fit.pb.h"
#include "server/convert_fit.h"
#include "server/global_layout.h"
#include "solver/curve/global_fit.h"

namespace fitd::server {

// Points of all sets together; the request need not be valid.
std::int64_t num_points(const v1::FitRequest& request);

// How many of the parameters of each set's model are free, of a layout without faults.
std::vector<int> free_of_sets(const GlobalLayout& layout);

// Free parameters of the fit.
int num_free(const GlobalLayout& layout);

// As working_memory() of one data set; the request need not be valid.
std::int64_t working_memory(const v1::FitRequest& request, const GlobalLayout& layout, int threads);

// Takes the data out of the sets of a valid `request`.
void take_sets(v1::FitRequest& request, FitJob& job);

// Estimates of the starts that were left out: of a shared parameter the median of the sets'.
void fill_global_starts(FitJob& job);

// What the solver is asked.
curve::GlobalFit to_global_fit(const FitJob& job);

void set_data_sets(const FitJob& job, const std::vector<curve::SetOutcome>& sets,
                   v1::FitResult& result);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONVERT_GLOBAL_H_
