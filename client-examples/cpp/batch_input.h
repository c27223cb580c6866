// A batch as the command line describes it.
#ifndef FITD_CLIENT_EXAMPLES_CPP_BATCH_INPUT_H_
#define FITD_CLIENT_EXAMPLES_CPP_BATCH_INPUT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client-examples/cpp/arguments.h"
#include "client-examples/cpp/npy.h"
#include "client-examples/cpp/outcome.h"
#include "fitd/v1/fit_batch.pb.h"
#include "fitd/v1/model_service.pb.h"

namespace fitd::ctl {

// The options of `fitctl batch` that say what is fitted and how.
std::vector<Option> batch_options();

// The help's notes on files.
inline constexpr const char* kBatchNotes =
    "DATA holds one data set per row: a .npy file (float64 or float32, [K, m] or [K, ...] with m\n"
    "numbers each) or a table as text, - being standard input. FILE is the same: m numbers that "
    "all\n"
    "data sets share, or a row for each. Without --x a model of one predictor runs over 0, 1, "
    "2...,\n"
    "one of two over the columns and rows of images. In an expression x and what --x names are "
    "data.\n"
    "A data set that cannot be fitted spoils only\n"
    "itself. What a server that shuts down left unanswered is sent again.";

// The predictors that --x names, which decide what an expression's names mean.
std::vector<std::string> named_predictors(const Arguments& arguments);

// K data sets of m points, and what goes with them.
struct BatchInput {
  v1::FitBatchHeader header;
  NumberArray y;
  std::int64_t count = 0;   // K
  std::int64_t points = 0;  // m
  // Rows of each data set's own: m predictors' and sigma's, P starts.
  std::vector<std::pair<std::string, NumberArray>> predictors;
  std::optional<NumberArray> sigma;
  std::optional<NumberArray> starts;
  bool single = false;  // y travels as float32

  // The data sets first .. first + number - 1.
  v1::FitBatchChunk chunk(std::int64_t first, std::int64_t number) const;
  // Data sets that make about 1 MiB.
  std::int64_t good_chunk() const;
};

// Values are passed on as they are: judging them is the server's affair.
Outcome<BatchInput> make_batch_input(const Arguments& arguments, const v1::Model& model,
                                     NumberArray data);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_BATCH_INPUT_H_
