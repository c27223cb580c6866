#include "tests/solver/lm/leastsq_case.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "solver/lm/minimize.h"
#include "solver/special/faddeeva.h"

namespace fitd::test {
namespace {

// Fortran MINPACK's machine epsilon, behind SciPy 1.10's difference steps.
constexpr double kFortranEpsilon = 2.22044604926e-16;

const double kSqrtTwo = std::sqrt(2.0);
const double kSqrtTwoPi = std::sqrt(2 * std::numbers::pi);

// a voigt(x - mu, s, g) = a Re w(z)/(s sqrt(2 pi)), z = (x - mu + i g)/(s sqrt 2).
void voigt_value(const double* p, const double* x, double* out) {
  const double width = p[2] * kSqrtTwo;
  out[0] = p[0] * special::faddeeva((x[0] - p[1]) / width, p[3] / width).re / (p[2] * kSqrtTwoPi);
}

void voigt_gradient(const double* p, const double* x, double* out) {
  const double width = p[2] * kSqrtTwo;
  const double re = (x[0] - p[1]) / width;
  const double im = p[3] / width;
  const special::Complex w = special::faddeeva(re, im);
  const special::Complex slope = special::faddeeva_slope(re, im, w);
  const double area = p[2] * kSqrtTwoPi;
  out[0] = w.re / area;
  out[1] = -p[0] * slope.re / (width * area);
  out[2] = -p[0] * (w.re + slope.re * re - slope.im * im) / (p[2] * area);
  out[3] = -p[0] * slope.im / (width * area);
}

}  // namespace

LeastsqFunction leastsq_function(const Json& model) {
  if (model["name"] == "voigt") return {"", voigt_value, voigt_gradient};
  std::string formula;
  if (model["formula"].is_string()) {
    formula = model["formula"];
  } else {
    for (const Json& f : model["formula"])
      formula += (formula.empty() ? "" : "; ") + f.get<std::string>();
  }
  for (const LeastsqFunction& f : leastsq_functions()) {
    if (f.formula == formula) return f;
  }
  throw std::runtime_error("no function for " + formula);
}

LeastsqCaseFunction::LeastsqCaseFunction(const Json& c)
    : function_(leastsq_function(c["model"])),
      system_(c["data"].is_null()),
      m_(c["m"]),
      n_(c["n"]),
      predictors_(c["model"]["predictors"].size()) {
  if (system_) return;
  points_.resize(static_cast<std::size_t>(m_) * predictors_);
  for (std::size_t k = 0; k < predictors_; ++k) {
    const std::vector<double> x =
        numbers(c["data"][c["model"]["predictors"][k].get<std::string>()]);
    for (std::size_t i = 0; i < x.size(); ++i) points_[i * predictors_ + k] = x[i];
  }
  y_ = numbers(c["data"]["y"]);
  if (!c["data"]["sigma"].is_null()) sigma_ = numbers(c["data"]["sigma"]);
}

lm::EvaluationStatus LeastsqCaseFunction::residuals(std::span<const double> x, std::span<double> r,
                                                    const lm::Interrupt&) {
  if (system_) {
    function_.value(x.data(), nullptr, r.data());
    return lm::EvaluationStatus::kOk;
  }
  for (std::size_t i = 0; i < r.size(); ++i) {
    function_.value(x.data(), &points_[i * predictors_], &r[i]);
    r[i] -= y_[i];
    if (!sigma_.empty()) r[i] /= sigma_[i];
  }
  return lm::EvaluationStatus::kOk;
}

lm::EvaluationStatus LeastsqCaseFunction::jacobian(std::span<const double> x, std::span<double> j,
                                                   const lm::Interrupt&) {
  const auto m = static_cast<std::size_t>(m_);
  const auto n = static_cast<std::size_t>(n_);
  std::vector<double> rows(m * n);
  for (std::size_t i = 0; i < m; ++i) {
    if (!system_) function_.gradient(x.data(), &points_[i * predictors_], &rows[i * n]);
  }
  if (system_) function_.gradient(x.data(), nullptr, rows.data());
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t k = 0; k < n; ++k) {
      j[k * m + i] = sigma_.empty() ? rows[i * n + k] : rows[i * n + k] / sigma_[i];
    }
  }
  return lm::EvaluationStatus::kOk;
}

LeastsqCall leastsq_call(const Json& c) {
  const Json& o = c["options"];
  LeastsqCall call;
  const int n = c["n"];
  const bool analytic = !c["dfun"].is_null();
  call.method = analytic ? lm::JacobianMethod::kAnalytic : lm::JacobianMethod::kForwardDifference;
  call.epsfcn =
      o["epsfcn"].is_null() ? kFortranEpsilon : std::max(kFortranEpsilon, number(o["epsfcn"]));
  call.options.ftol = number(o["ftol"]);
  call.options.xtol = number(o["xtol"]);
  call.options.gtol = number(o["gtol"]);
  call.options.factor = number(o["factor"]);
  if (!o["diag"].is_null()) call.options.diag = numbers(o["diag"]);
  call.options.maxfev = o["maxfev"];
  // leastsq takes 0 and, in silence, anything below for its default.
  if (call.options.maxfev <= 0) {
    call.options.maxfev =
        analytic ? lm::default_maxfev_analytic(n) : lm::default_maxfev_forward_difference(n);
  }
  return call;
}

bool has_tag(const Json& c, const std::string& tag) {
  return std::find(c["tags"].begin(), c["tags"].end(), tag) != c["tags"].end();
}

const Json& leastsq_cases() {
  static const Json kFile = read_json("leastsq/cases.json");
  return kFile["cases"];
}

Kind kind(const Json& c) {
  if (has_tag(c, "ier0") || has_tag(c, "raises")) return Kind::kRefused;
  if (has_tag(c, "nan") && c["id"] != "nan-trial-point-fd") return Kind::kNonFinite;
  return Kind::kCompared;
}

SolvedCase solve(const Json& c) {
  SolvedCase run;
  run.call = leastsq_call(c);
  LeastsqCaseFunction function(c);
  lm::DenseProblem problem(function, run.call.method, run.call.epsfcn);
  lm::Workspace workspace;
  run.result = minimize(problem, numbers(c["x0"]), run.call.options, workspace, {}, {});
  run.fvec = problem.take_fvec();
  if (run.result.linearized) run.fjac = problem.take_fjac(run.result);
  return run;
}

}  // namespace fitd::test
