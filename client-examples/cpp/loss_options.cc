#include "client-examples/cpp/loss_options.h"

#include <map>
#include <string>

#include "client-examples/cpp/npy.h"
#include "client-examples/cpp/numbers.h"

namespace fitd::ctl {
namespace {

const std::map<std::string, v1::LossKind>& kinds() {
  static const std::map<std::string, v1::LossKind> kKinds = {
      {"linear", v1::LOSS_KIND_LINEAR}, {"soft_l1", v1::LOSS_KIND_SOFT_L1},
      {"huber", v1::LOSS_KIND_HUBER},   {"cauchy", v1::LOSS_KIND_CAUCHY},
      {"arctan", v1::LOSS_KIND_ARCTAN}, {"poisson", v1::LOSS_KIND_POISSON}};
  return kKinds;
}

}  // namespace

std::vector<Option> loss_options() {
  return {
      {"loss", Kind::kText, "KIND",
       "outliers count less: soft_l1, huber, cauchy or arctan, as SciPy's; or poisson"},
      {"loss-scale", Kind::kNumber, "C", "the residual from which they do; default 1"},
      {"poisson", Kind::kSwitch, "", "y are counts: fit by their likelihood; --loss poisson"},
  };
}

Outcome<std::optional<v1::Loss>> loss_of(const Arguments& arguments) {
  const auto name = arguments.text("loss");
  const auto scale = arguments.number("loss-scale");
  const bool poisson = arguments.given("poisson");
  if (name && poisson) return usage_failure("--loss and --poisson exclude each other");
  if (scale && !name) return usage_failure("--loss-scale needs --loss");
  if (!name && !poisson) return std::optional<v1::Loss>();
  const auto kind = kinds().find(name.value_or("poisson"));
  if (kind == kinds().end()) {
    return usage_failure("--loss: '" + *name +
                         "' is none of linear, soft_l1, huber, cauchy, arctan, poisson");
  }
  v1::Loss loss;
  loss.set_kind(kind->second);
  if (scale) loss.set_scale(*scale);
  return std::optional(loss);
}

std::vector<Option> point_options() {
  return {
      {"mask", Kind::kText, "COLUMN", "the column that is 0 for points that do not count"},
      {"y-covariance", Kind::kText, "FILE",
       "the covariance of y, in place of --sigma: a square table, .csv or .npy"},
      {"omit-nan", Kind::kSwitch, "", "leave out points with a NaN or an infinity"},
  };
}

std::optional<Failure> choose_points(const Arguments& arguments, const Table& table,
                                     v1::FitRequest& request) {
  if (arguments.given("omit-nan")) request.set_nan_policy(v1::NAN_POLICY_OMIT);
  if (const auto path = arguments.text("y-covariance")) {
    const auto matrix = read_array_file(*path);
    if (!matrix.ok()) return matrix.failure();
    *request.mutable_y_covariance() = to_array(matrix->values);
  }
  const auto name = arguments.text("mask");
  if (!name) return {};
  const auto column = table.find(*name);
  if (!column.ok()) return column.failure();
  for (const double counts : table.columns()[*column]) request.add_mask(counts != 0);
  return {};
}

}  // namespace fitd::ctl
