// What a request has minimised.
#ifndef FITD_SERVER_VALIDATE_LOSS_H_
#define FITD_SERVER_VALIDATE_LOSS_H_

#include "fitd/v1/loss.pb.h"
#include "server/violations.h"
#include "solver/curve/loss.h"

namespace fitd::server {

// The kind is one, and its scale is right.
void validate_loss(const v1::Loss& loss, Violations& violations);

// Complains of `sigma` under a loss that has no use for it.
void validate_no_sigma(const v1::Loss& loss, bool has_sigma, Violations& violations);

// From a valid one.
curve::Loss to_loss(const v1::Loss& loss);

}  // namespace fitd::server

#endif  // FITD_SERVER_VALIDATE_LOSS_H_
