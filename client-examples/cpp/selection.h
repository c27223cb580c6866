// Which columns of a table are what.
#ifndef FITD_CLIENT_EXAMPLES_CPP_SELECTION_H_
#define FITD_CLIENT_EXAMPLES_CPP_SELECTION_H_

#include <optional>
#include <string>
#include <vector>

#include "client-examples/cpp/arguments.h"
#include "client-examples/cpp/csv.h"
#include "client-examples/cpp/outcome.h"
#include "fitd/v1/model_service.pb.h"

namespace fitd::ctl {

// --x, --y and --sigma.
Option predictor_option();
Option response_option();
Option sigma_option();

// For the help of commands that read a table.
inline constexpr const char* kDataNotes =
    "MODEL is a name, or an expression in quotes, such as 'a*exp(-b*x) + c': x and the columns "
    "that "
    "--x\nnames are data, other names parameters. -- goes before one that begins with a dash.\n"
    "DATA.csv holds columns separated by semicolons, tabs, commas or spaces, under a header or "
    "without\n"
    "one; # begins a comment. COLUMN is a name of the header or a number from 1. - is standard "
    "input. A file whose name ends with .npy holds an array of shape [rows, columns].\n"
    "Exit codes: fitctl --help.";

// Columns as the wire carries them.
struct Selection {
  google::protobuf::Map<std::string, v1::Array> predictors;  // by the model's names
  std::optional<v1::Array> y;
  std::optional<v1::Array> sigma;
};

enum class Need { kPredictors, kPredictorsAndY };

// The columns that --x, --y and --sigma name. Without --x the first k, k being the model's number
// of predictors; without --y the one after the last of these in the default order.
Outcome<Selection> select_columns(const Arguments& arguments, const v1::Model& model,
                                  const Table& table, Need need);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_SELECTION_H_
