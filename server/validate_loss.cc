#include "server/validate_loss.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace fitd::server {
namespace {

curve::LossKind to_kind(v1::LossKind kind) {
  switch (kind) {
    case v1::LOSS_KIND_SOFT_L1:
      return curve::LossKind::kSoftL1;
    case v1::LOSS_KIND_HUBER:
      return curve::LossKind::kHuber;
    case v1::LOSS_KIND_CAUCHY:
      return curve::LossKind::kCauchy;
    case v1::LOSS_KIND_ARCTAN:
      return curve::LossKind::kArctan;
    case v1::LOSS_KIND_POISSON:
      return curve::LossKind::kPoisson;
    default:
      return curve::LossKind::kLinear;
  }
}

}  // namespace

void validate_loss(const v1::Loss& loss, Violations& violations) {
  if (!v1::LossKind_IsValid(loss.kind())) {
    violations.add("loss.kind",
                   absl::StrCat("is ", static_cast<int>(loss.kind()), ", not a LossKind"));
    return;
  }
  if (!loss.has_scale()) return;
  if (!curve::is_robust(to_loss(loss))) {
    violations.add("loss.scale", absl::StrCat("is ", number(loss.scale()), ", but only robust ",
                                              "losses have a scale"));
  } else if (!(std::isfinite(loss.scale()) && loss.scale() > 0)) {
    violations.add("loss.scale", is_but_must(loss.scale(), "finite and > 0"));
  }
}

void validate_no_sigma(const v1::Loss& loss, bool has_sigma, Violations& violations) {
  if (has_sigma && loss.kind() == v1::LOSS_KIND_POISSON) {
    violations.add("sigma",
                   "stands beside LOSS_KIND_POISSON, by which counts have Poisson's "
                   "variances");
  }
}

curve::Loss to_loss(const v1::Loss& loss) {
  return {.kind = to_kind(loss.kind()), .scale = loss.has_scale() ? loss.scale() : 1};
}

}  // namespace fitd::server
