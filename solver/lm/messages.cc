#include "solver/lm/messages.h"

#include <cmath>
#include <cstdio>

namespace fitd::lm {
namespace {

std::string printed(const char* format, double value) {
  const int length = std::snprintf(nullptr, 0, format, value);
  std::string text(static_cast<std::size_t>(length), '\0');
  std::snprintf(text.data(), text.size() + 1, format, value);
  return text;
}

std::string fixed_point(double value) { return printed("%f", value); }

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return printed("%.17g", value);
}

std::string parameter_text(int column, std::span<const std::string> names) {
  const auto index = static_cast<std::size_t>(column);
  if (index < names.size()) return "parameter '" + names[index] + "'";
  return "parameter " + std::to_string(column);
}

std::string fault_message(const Fault& fault, std::span<const std::string> names) {
  const std::string index = std::to_string(fault.row);
  const bool of_residual = fault.column < 0;
  std::string what = of_residual ? "Residual " + index + " at the start is "
                                 : "The derivative of residual " + index + " with respect to " +
                                       parameter_text(fault.column, names) + " is ";
  what += number(fault.value);
  if (!std::isfinite(fault.value)) return what + ".";
  return what + (of_residual ? "; the norm of the residuals overflows."
                             : "; the arithmetic of the Jacobian overflows.");
}

// leastsq's mesg for 1 to 4.
std::string success_message(Termination termination, const Options& options) {
  std::string by_ftol =
      "Both actual and predicted relative reductions in the sum of squares\n  are at most " +
      fixed_point(options.ftol);
  if (termination == Termination::kFtol) return by_ftol;
  if (termination == Termination::kXtol) {
    return "The relative error between two consecutive iterates is at most " +
           fixed_point(options.xtol);
  }
  if (termination == Termination::kFtolAndXtol) {
    return by_ftol + " and the relative error between two consecutive iterates is at \n  most " +
           fixed_point(options.xtol);
  }
  return "The cosine of the angle between func(x) and any column of the\n  Jacobian is at most " +
         fixed_point(options.gtol) + " in absolute value";
}

}  // namespace

std::string termination_message(const LmResult& result, const Options& options,
                                std::span<const std::string> names) {
  switch (result.termination) {
    case Termination::kFtol:
    case Termination::kXtol:
    case Termination::kFtolAndXtol:
    case Termination::kGtol:
      return success_message(result.termination, options);
    case Termination::kMaxfev:
      return "Number of calls to function has reached maxfev = " + std::to_string(options.maxfev) +
             ".";
    case Termination::kFtolTooSmall:
      return "ftol=" + fixed_point(options.ftol) +
             " is too small, no further reduction in the sum of squares\n  is possible.";
    case Termination::kXtolTooSmall:
      return "xtol=" + fixed_point(options.xtol) +
             " is too small, no further improvement in the approximate\n  solution is possible.";
    case Termination::kGtolTooSmall:
      return "gtol=" + fixed_point(options.gtol) +
             " is too small, func(x) is orthogonal to the columns of\n  the Jacobian to machine "
             "precision.";
    case Termination::kTimeLimit:
      return "The time limit was reached; the parameters are the best found so far.";
    case Termination::kNonFinite:
      return result.fault ? fault_message(*result.fault, names) : "A residual is not finite.";
    case Termination::kStopped:
      return "The minimisation was stopped.";
  }
  return {};
}

}  // namespace fitd::lm
