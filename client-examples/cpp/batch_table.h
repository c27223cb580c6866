// The answers to a batch, by data set.
#ifndef FITD_CLIENT_EXAMPLES_CPP_BATCH_TABLE_H_
#define FITD_CLIENT_EXAMPLES_CPP_BATCH_TABLE_H_

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "fitd/v1/fit_batch.pb.h"

namespace fitd::ctl {

// One row per data set. Not thread-safe.
class BatchTable {
 public:
  explicit BatchTable(std::int64_t count);

  // The model's parameters; from the first answer to the header.
  void set_parameters(const v1::FitBatchAccepted& accepted);

  // Takes in what a message holds; a data set that is answered already keeps its answer.
  void add(const v1::FitBatchResults& results);

  std::int64_t count() const { return std::ssize(terminations_); }
  std::int64_t answered() const { return answered_; }
  std::int64_t converged() const { return converged_; }
  // The others, by why they ended.
  const std::map<v1::Termination, std::int64_t>& failures() const { return failures_; }
  // What was wrong with data sets, the first few by number.
  const std::map<std::int64_t, std::string>& faults() const { return faults_; }

  // The data sets without an answer, in pieces of at most `most`: first and number.
  std::vector<std::pair<std::int64_t, std::int64_t>> unanswered(std::int64_t most) const;

  // A line for each: index, termination, nfev, njev, chi_square, each parameter, each error.
  void write_csv(std::ostream& out) const;
  // The same as NumPy's structured array.
  void write_npy(std::ostream& out) const;

 private:
  std::vector<std::string> names_;
  std::vector<v1::Termination> terminations_;  // UNSPECIFIED: not answered
  std::vector<std::int64_t> nfev_;
  std::vector<std::int64_t> njev_;
  std::vector<double> chi_square_;
  std::vector<double> parameters_;  // count x P
  std::vector<double> errors_;      // count x P
  std::int64_t answered_ = 0;
  std::int64_t converged_ = 0;
  std::map<v1::Termination, std::int64_t> failures_;
  std::map<std::int64_t, std::string> faults_;
};

// FTOL, MAXFEV, ...
std::string short_name(v1::Termination termination);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_BATCH_TABLE_H_
