#include "server/function/function_job.h"

#include <cmath>
#include <utility>

#include "server/convert_result.h"
#include "server/function/function_bounds.h"
#include "server/monitor/convert_monitor.h"
#include "server/result_arrays.h"
#include "server/version.h"
#include "solver/lm/messages.h"

namespace fitd::server {
namespace {

void set_arrays(const FunctionJob& job, const FunctionOutcome& outcome, v1::FitResult& result) {
  const auto m = static_cast<std::int64_t>(outcome.fvec.size());
  const std::int64_t n = job.n();
  const ArraySelection arrays =
      choose_arrays(job.return_mask ? &*job.return_mask : nullptr, m, job.n());
  auto& infodict = *result.mutable_infodict();
  if (arrays.has(ResultArray::kFvec)) {
    *infodict.mutable_fvec() = to_array(outcome.fvec, {m}, job.encoding);
  }
  if (!outcome.fjac.empty() && arrays.has(ResultArray::kFjac)) {
    *infodict.mutable_fjac() = to_array(outcome.fjac, {n, m}, job.encoding);
  }
  if (outcome.cov_x && arrays.has(ResultArray::kCovX)) {
    *result.mutable_cov_x() = to_array(*outcome.cov_x, {n, n}, job.encoding);
  }
  if (outcome.lm.linearized && arrays.has(ResultArray::kR)) {
    const curve::Matrix r = upper_triangle(outcome.lm.r, job.x0.size());
    *result.mutable_r() = to_array(r, {n, n}, job.encoding);
  }
  for (const std::string& path : arrays.omitted()) {
    // The others do not exist here, whatever their size.
    if (path == "infodict.fvec" || path == "infodict.fjac" || path == "r" || path == "cov_x") {
      result.add_omitted(path);
    }
  }
}

std::vector<std::string> parameter_indices(int n) {
  std::vector<std::string> names;
  for (int j = 0; j < n; ++j) names.push_back(std::to_string(j));
  return names;
}

}  // namespace

FunctionJob to_job(v1::FunctionProblem&& problem) {
  FunctionJob job;
  job.encoding = encoding_like(problem.x0());
  job.x0 = to_vector(problem.x0());
  job.box = to_box(problem);
  if (problem.has_num_residuals()) job.m = problem.num_residuals();
  // maxfev's default follows from who makes the derivatives.
  v1::FitOptions& options = *problem.mutable_options();
  if (problem.has_jacobian()) {
    job.jacobian = lm::JacobianMethod::kAnalytic;
  } else {
    options.set_jacobian(v1::JACOBIAN_FORWARD_DIFFERENCE);
  }
  job.col_deriv = problem.col_deriv();
  job.epsfcn = options.epsfcn();
  job.options = to_options(options, job.n());
  job.progress = to_settings(problem.progress());
  if (problem.has_return_mask()) job.return_mask = std::move(*problem.mutable_return_mask());
  job.request_id = std::move(*problem.mutable_request_id());
  job.labels.insert(problem.labels().begin(), problem.labels().end());
  return job;
}

v1::FitInfo describe(const FunctionJob& job, const std::string& fit_id, const std::string& client) {
  v1::FitInfo info;
  info.set_fit_id(fit_id);
  info.set_kind(v1::FIT_KIND_FUNCTION);
  info.set_num_points(job.m.value_or(0));
  info.set_num_free(job.n());
  info.mutable_labels()->insert(job.labels.begin(), job.labels.end());
  info.set_request_id(job.request_id);
  info.set_client(cut(client, kWatchedClientBytes));
  return info;
}

v1::FitResult to_result(const FunctionJob& job, const FunctionOutcome& outcome) {
  const lm::LmResult& lm = outcome.lm;
  v1::FitResult result;
  result.set_termination(static_cast<v1::Termination>(lm.termination));
  if (const auto ier = lm::ier(lm.termination)) result.set_ier(*ier);
  result.set_mesg(lm::termination_message(lm, job.options));
  result.mutable_x()->Add(lm.x.begin(), lm.x.end());
  result.mutable_infodict()->set_nfev(lm.nfev);
  result.mutable_infodict()->set_njev(lm.njev);
  result.mutable_infodict()->mutable_ipvt()->Add(lm.permutation.begin(), lm.permutation.end());
  result.mutable_infodict()->mutable_qtf()->Add(lm.qtf.begin(), lm.qtf.end());
  set_arrays(job, outcome, result);
  if (std::isfinite(lm.residual_norm * lm.residual_norm)) {
    const auto m = static_cast<std::int64_t>(outcome.fvec.size());
    set_statistics(curve::goodness_of_fit(m, lm.residual_norm, job.n()), lm.residual_norm,
                   *result.mutable_statistics());
  }
  if (lm.fault) {
    set_non_finite(*lm.fault, parameter_indices(job.n()), *result.mutable_non_finite());
  }
  auto& provenance = *result.mutable_provenance();
  provenance.set_fitd_version(kVersion);
  provenance.set_jacobian(job.has_jacobian() ? v1::JACOBIAN_ANALYTIC
                                             : v1::JACOBIAN_FORWARD_DIFFERENCE);
  provenance.set_arithmetic(v1::ARITHMETIC_REFERENCE);
  return result;
}

}  // namespace fitd::server
