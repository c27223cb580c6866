// A valid FunctionProblem as a job for the solver, and its outcome as a FitResult. Decides nothing.
#ifndef FITD_SERVER_FUNCTION_FUNCTION_JOB_H_
#define FITD_SERVER_FUNCTION_FUNCTION_JOB_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fitd/v1/fit_function.pb.h"
#include "fitd/v1/monitor.pb.h"
#include "server/arrays.h"
#include "server/convert_fit.h"
#include "solver/lm/box.h"
#include "solver/lm/dense_problem.h"
#include "solver/lm/options.h"
#include "solver/lm/result.h"

namespace fitd::server {

struct FunctionJob {
  std::vector<double> x0;
  lm::Box box;
  std::optional<std::int64_t> m;
  lm::JacobianMethod jacobian = lm::JacobianMethod::kForwardDifference;
  bool col_deriv = false;
  double epsfcn = 0;
  lm::Options options;
  ProgressSettings progress;
  std::optional<google::protobuf::FieldMask> return_mask;
  Encoding encoding = Encoding::kBytes;
  std::string request_id;
  std::map<std::string, std::string> labels;

  int n() const { return static_cast<int>(x0.size()); }
  bool has_jacobian() const { return jacobian == lm::JacobianMethod::kAnalytic; }
};

FunctionJob to_job(v1::FunctionProblem&& problem);

// What the solver made of a job.
struct FunctionOutcome {
  lm::LmResult lm;
  std::vector<double> fvec;
  std::vector<double> fjac;                  // empty unless linearised
  std::optional<std::vector<double>> cov_x;  // leastsq's
};

// A job's description for the monitor; the number of residuals where it is known.
v1::FitInfo describe(const FunctionJob& job, const std::string& fit_id, const std::string& client);

// Everything but the timing.
v1::FitResult to_result(const FunctionJob& job, const FunctionOutcome& outcome);

}  // namespace fitd::server

#endif  // FITD_SERVER_FUNCTION_FUNCTION_JOB_H_
