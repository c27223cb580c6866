// Fitted against certified values.
#ifndef FITD_CLIENT_EXAMPLES_CPP_NIST_TABLE_H_
#define FITD_CLIENT_EXAMPLES_CPP_NIST_TABLE_H_

#include <span>
#include <string>

#include "client-examples/cpp/nist_file.h"
#include "client-examples/cpp/terminal.h"
#include "fitd/v1/fit.pb.h"

namespace fitd::ctl {

// Digits of the certified parameters that a fit must reach.
constexpr double kRequiredDigits = 4;

// A set, the start it was fitted from (1 or 2), and the outcome.
struct NistFit {
  NistSet set;
  int start;
  v1::FitResult result;
};

// The digits in which the worst of the parameters agrees; 0 where one is missing from the result.
double fewest_digits(const NistFit& fit);

// The heads of the columns of nist_rows.
std::string nist_heading(const Style& style, bool utf8);

// A line about the fit, then a row per parameter: value and standard error, fitted and certified,
// and the digits agreed. With colour the digits that agree are green.
std::string nist_rows(const NistFit& fit, const Style& style);

// How many sets agree, and which do worst.
std::string nist_summary(std::span<const NistFit> fits, const Style& style);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_NIST_TABLE_H_
