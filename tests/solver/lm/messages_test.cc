#include "solver/lm/messages.h"

#include <gtest/gtest.h>

#include <limits>

namespace fitd::lm {
namespace {

std::string message(Termination termination) {
  Options options;
  options.ftol = 0.5;
  options.xtol = 1e-3;
  options.gtol = 1.49012e-8;
  options.maxfev = 800;
  LmResult result;
  result.termination = termination;
  return termination_message(result, options);
}

TEST(Messages, AreLeastsqs) {
  EXPECT_EQ(message(Termination::kFtol),
            "Both actual and predicted relative reductions in the sum of squares\n"
            "  are at most 0.500000");
  EXPECT_EQ(message(Termination::kXtol),
            "The relative error between two consecutive iterates is at most 0.001000");
  EXPECT_EQ(
      message(Termination::kFtolAndXtol),
      "Both actual and predicted relative reductions in the sum of squares\n"
      "  are at most 0.500000 and the relative error between two consecutive iterates is at \n"
      "  most 0.001000");
  EXPECT_EQ(message(Termination::kGtol),
            "The cosine of the angle between func(x) and any column of the\n"
            "  Jacobian is at most 0.000000 in absolute value");
  EXPECT_EQ(message(Termination::kMaxfev), "Number of calls to function has reached maxfev = 800.");
  EXPECT_EQ(message(Termination::kFtolTooSmall),
            "ftol=0.500000 is too small, no further reduction in the sum of squares\n"
            "  is possible.");
  EXPECT_EQ(message(Termination::kXtolTooSmall),
            "xtol=0.001000 is too small, no further improvement in the approximate\n"
            "  solution is possible.");
  EXPECT_EQ(message(Termination::kGtolTooSmall),
            "gtol=0.000000 is too small, func(x) is orthogonal to the columns of\n"
            "  the Jacobian to machine precision.");
}

TEST(Messages, OfOurOwn) {
  EXPECT_EQ(message(Termination::kTimeLimit),
            "The time limit was reached; the parameters are the best found so far.");
  EXPECT_EQ(message(Termination::kStopped), "The minimisation was stopped.");
}

std::string fault_message(Fault fault, std::vector<std::string> names = {}) {
  LmResult result;
  result.termination = Termination::kNonFinite;
  result.fault = fault;
  return termination_message(result, {}, names);
}

TEST(Messages, NameWhatIsNotFinite) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(fault_message({.row = 7, .column = -1, .value = -kInfinity}),
            "Residual 7 at the start is -Infinity.");
  EXPECT_EQ(fault_message({.row = 0, .column = 1, .value = std::nan("")}),
            "The derivative of residual 0 with respect to parameter 1 is NaN.");
  EXPECT_EQ(fault_message({.row = 0, .column = 1, .value = kInfinity}, {"amplitude", "decay"}),
            "The derivative of residual 0 with respect to parameter 'decay' is Infinity.");
}

TEST(Messages, NameWhatOverflows) {
  EXPECT_EQ(fault_message({.row = 2, .column = -1, .value = 1.5e308}),
            "Residual 2 at the start is 1.5e+308; the norm of the residuals "
            "overflows.");
  EXPECT_EQ(fault_message({.row = 2, .column = 0, .value = 1e308}, {"a"}),
            "The derivative of residual 2 with respect to parameter 'a' is "
            "1e+308; the arithmetic of the Jacobian overflows.");
}

}  // namespace
}  // namespace fitd::lm
