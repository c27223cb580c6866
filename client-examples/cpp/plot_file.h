// Drawing into a file, which gnuplot does.
#ifndef FITD_CLIENT_EXAMPLES_CPP_PLOT_FILE_H_
#define FITD_CLIENT_EXAMPLES_CPP_PLOT_FILE_H_

#include <optional>
#include <string>

#include "client-examples/cpp/outcome.h"

namespace fitd::ctl {

// Runs gnuplot, which must be installed, with a script. What went wrong, if anything.
std::optional<Failure> run_gnuplot(const std::string& script);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_PLOT_FILE_H_
