// What all data sets of a batch share, and the chunks they come in.
#ifndef FITD_SERVER_BATCH_BATCH_PLAN_H_
#define FITD_SERVER_BATCH_BATCH_PLAN_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/model_registry.h"
#include "solver/curve/fit_batch.h"
#include "solver/curve/loss.h"
#include "solver/expression/ties.h"
#include "solver/lm/box.h"
#include "solver/lm/options.h"

namespace fitd::server {

// A valid header. m points of each data set, P parameters, U of them not tied, n of those free.
// Immutable once made.
struct BatchPlan {
  ModelPointer model;                            // as the header names it
  ModelPointer fitted;                           // of the untied parameters
  std::shared_ptr<const expression::Ties> ties;  // nullptr: none, and P = U
  std::int64_t m = 0;
  // m values of each predictor that all data sets share; none where the chunks bring them.
  std::vector<std::optional<std::vector<double>>> predictors;
  std::vector<double> sigma;  // m; empty: the chunks', or all 1
  bool absolute_sigma = false;
  curve::Loss loss;
  // U entries each; `start` is 0 where `given` is not.
  std::vector<double> start;
  std::vector<bool> given;
  std::vector<bool> fixed;
  lm::Box bounds;  // of the U parameters, or empty
  lm::Options options;
  bool reference = false;  // arithmetic
  curve::BatchWanted wanted;
  bool sends_covariance = false;                              // ties need it besides
  std::optional<std::chrono::nanoseconds> progress_interval;  // none: no progress
  std::string request_id;
  std::map<std::string, std::string> labels;

  std::int64_t num_parameters() const { return model->num_parameters(); }
  std::int64_t num_free() const;
  // Bytes of one data set's answer.
  std::int64_t answer_bytes() const;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_BATCH_BATCH_PLAN_H_
