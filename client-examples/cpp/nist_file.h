// The files of NIST's Statistical Reference Datasets for nonlinear regression.
#ifndef FITD_CLIENT_EXAMPLES_CPP_NIST_FILE_H_
#define FITD_CLIENT_EXAMPLES_CPP_NIST_FILE_H_

#include <array>
#include <istream>
#include <string>
#include <vector>

#include "client-examples/cpp/outcome.h"

namespace fitd::ctl {

struct NistParameter {
  std::string name;
  std::array<double, 2> starts;
  double certified;
  double deviation;  // the certified standard deviation
};

struct NistSet {
  std::string name;             // as NIST writes it, for example "Misra1a"
  bool logarithm_of_y = false;  // the model is of log(y); `y` below is as in the file
  std::vector<NistParameter> parameters;
  double residual_sum_of_squares = 0;
  std::vector<double> y;
  std::vector<std::vector<double>> predictors;  // each as long as y

  // The catalogue's name of the set's model; sets that share a function share it.
  std::string model() const;
};

// Reads a set as NIST publishes it: the header names the lines of starting values and data.
// Failures name `source` and what is missing.
Outcome<NistSet> read_nist(std::istream& in, const std::string& source);

Outcome<NistSet> read_nist_file(const std::string& path);

// The number of digits in which `value` agrees with `certified`: -log10 of the relative error (of
// the absolute error where `certified` is 0), between 0 and 11, the digits that NIST certifies.
double digits_agreed(double value, double certified);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_NIST_FILE_H_
