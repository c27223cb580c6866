// NIST's Statistical Reference Datasets for nonlinear regression: 27 sets, two starts each.
#ifndef FITD_TESTS_SUPPORT_NIST_H_
#define FITD_TESTS_SUPPORT_NIST_H_

#include <string>
#include <vector>

namespace fitd::test {

struct NistSet {
  std::string name;   // NIST's: "Misra1a"
  std::string model;  // the catalogue's: "nist_misra1a"
  std::string level;  // lower, average or higher difficulty
  std::vector<std::string> parameters;
  std::vector<std::string> predictors;
  std::vector<std::vector<double>> x;  // one column per predictor
  std::vector<double> y;               // what is fitted: Nelson's is the logarithm of the file's
  std::vector<double> starts[2];
  std::vector<double> certified;  // to 11 digits
  // The optimum of the data as doubles, computed in 60 digits and rounded, and its residual sum of
  // squares.
  std::vector<double> optimum;
  double optimum_rss = 0;
  std::vector<double> certified_sd;  // standard errors, to 11 digits
  double certified_rss = 0;
  double certified_residual_sd = 0;
};

// All sets, from tests/data/nist, in the order of its index. Throws if a file is missing or
// damaged.
std::vector<NistSet> nist_sets();

// The digits to which every entry of `ours` agrees with `certified`: -log10 of the largest relative
// difference, at most `cap`: 11 digits are certified.
double agreeing_digits(const std::vector<double>& ours, const std::vector<double>& certified,
                       double cap = 11);

}  // namespace fitd::test

#endif  // FITD_TESTS_SUPPORT_NIST_H_
